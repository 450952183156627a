import type Stripe from "stripe";
import { type Context, onAccount, update } from "../context.ts";
import { notFound } from "../errors.ts";
import { emit } from "../events.ts";
import { metadata, patchMetadata, range } from "../http/common-params.ts";
import { listRecords } from "../http/list.ts";
import {
  boolean,
  emptyable,
  ignored,
  object,
  oneOf,
  readParams,
  required,
  text,
  uncovered,
  type Values,
} from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { newId, randomText } from "../ids.ts";

const createShape = {
  business_profile: ignored,
  business_type: oneOf("company", "government_entity", "individual", "non_profit"),
  capabilities: object({ transfers: object({ requested: boolean }), card_payments: uncovered }),
  controller: ignored,
  country: text,
  default_currency: text,
  email: text,
  metadata,
  settings: ignored,
  tos_acceptance: ignored,
  type: oneOf("express", "custom", "standard"),
};

const linkShape = {
  account: required(text),
  collection_options: ignored,
  refresh_url: text,
  return_url: text,
  type: required(oneOf("account_onboarding", "account_update")),
};

export const accountRoutes: readonly Route[] = [
  get("/v1/account", ({ ctx }) => platformAccount(ctx)),
  get("/v1/accounts", (call) =>
    listRecords(call, call.ctx.db.all("account"), { created: range }, (account, wanted) => {
      return wanted.created?.(account.created ?? 0) ?? true;
    }),
  ),
  post("/v1/accounts", ({ ctx, params }) => createAccount(ctx, readParams(createShape, params))),
  get("/v1/accounts/:account", (call) => {
    readParams({}, call.params);
    return accountOf(call);
  }),
  post("/v1/accounts/:account", (call) => {
    const given = readParams({ business_profile: ignored, email: text, metadata: emptyable(metadata) }, call.params);
    const account = accountOf(call);
    return update(call.ctx, "account", account, {
      email: given.email ?? account.email,
      metadata: patchMetadata(account.metadata ?? {}, given.metadata),
    });
  }),
  post("/v1/account_links", ({ ctx, params }) => {
    const given = readParams(linkShape, params);
    requireAccount(ctx, given.account);
    const created = ctx.clock.now();
    const link: Stripe.AccountLink = {
      object: "account_link",
      created,
      expires_at: created + 300,
      url: onboardingUrl(ctx, given.account, given.return_url),
    };
    return link;
  }),
];

function accountOf(call: Call): Stripe.Account {
  return requireAccount(call.ctx, pathPart(call, "account"));
}

export function requireAccount(ctx: Context, id: string): Stripe.Account {
  const account = ctx.db.get("account", id);
  if (account === undefined) throw notFound("account", id, "account");
  return account;
}

export function onboardingUrl(ctx: Context, account: string, returnUrl: string | undefined): string {
  const back = returnUrl === undefined ? "" : `?return_url=${encodeURIComponent(returnUrl)}`;
  return `${ctx.settings.publicUrl}/setup/e/${account}/${randomText(12)}${back}`;
}

/** A connected account before its onboarding: it asked for transfers and doesn't have them yet. */
export function createAccount(ctx: Context, given: Values<typeof createShape>): Stripe.Account {
  const account = ctx.db.put("account", {
    id: newId("acct", 16),
    object: "account",
    business_profile: null,
    business_type: given.business_type ?? null,
    capabilities: given.capabilities?.transfers?.requested ? { transfers: "inactive" } : {},
    charges_enabled: false,
    controller: { type: "application", is_controller: true },
    country: given.country ?? "FR",
    created: ctx.clock.now(),
    default_currency: "eur",
    details_submitted: false,
    email: given.email ?? null,
    external_accounts: { object: "list", data: [], has_more: false, url: "/v1/accounts/external_accounts" },
    future_requirements: noRequirements,
    metadata: patchMetadata({}, given.metadata),
    payouts_enabled: false,
    requirements: { ...noRequirements, currently_due: ["external_account", "tos_acceptance.date"] },
    settings: null,
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: given.type ?? "none",
  });
  return account;
}

const noRequirements: Stripe.Account.Requirements = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

/** The account's owner finished onboarding: transfers can come. */
export function completeOnboarding(ctx: Context, account: Stripe.Account): Stripe.Account {
  const ready = update(ctx, "account", account, {
    capabilities: { ...account.capabilities, transfers: "active" },
    details_submitted: true,
    payouts_enabled: true,
    requirements: noRequirements,
  });
  const v2 = ctx.db.get("v2_account", account.id);
  if (v2?.configuration?.recipient !== undefined) {
    update(ctx, "v2_account", v2, { configuration: { ...v2.configuration, recipient: recipient("active") } });
  }
  emit(onAccount(ctx, account.id), "capability.updated", {
    id: "transfers",
    object: "capability",
    account: account.id,
    requested: true,
    requested_at: account.created ?? ctx.clock.now(),
    requirements: noRequirements,
    status: "active",
  });
  emit(onAccount(ctx, account.id), "account.updated", ready, { details_submitted: account.details_submitted });
  return ready;
}

export function recipient(status: "active" | "pending"): Stripe.V2.Core.Account.Configuration.Recipient {
  const transfers = { status, status_details: [] };
  return { applied: true, capabilities: { stripe_balance: { stripe_transfers: transfers, payouts: transfers } } };
}

export function canReceiveTransfers(ctx: Context, account: string): boolean {
  return ctx.db.get("account", account)?.capabilities?.transfers === "active";
}

function platformAccount(ctx: Context): Stripe.Account {
  return {
    id: ctx.account === "" ? "acct_sandboxplatform" : ctx.account,
    object: "account",
    business_profile: null,
    business_type: null,
    capabilities: { card_payments: "active", sepa_debit_payments: "active", transfers: "active" },
    charges_enabled: true,
    country: "FR",
    created: 0,
    default_currency: "eur",
    details_submitted: true,
    email: null,
    metadata: {},
    payouts_enabled: true,
    settings: null,
    type: "standard",
  };
}

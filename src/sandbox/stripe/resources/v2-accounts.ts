import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { invalidRequest, notFound } from "../errors.ts";
import { metadata, patchMetadata } from "../http/common-params.ts";
import {
  boolean,
  ignored,
  integer,
  list,
  object,
  oneOf,
  readParams,
  required,
  text,
  uncovered,
  type Values,
} from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { createAccount, onboardingUrl, recipient, requireAccount } from "./accounts.ts";

const include = list(
  oneOf(
    "configuration.customer",
    "configuration.merchant",
    "configuration.recipient",
    "defaults",
    "future_requirements",
    "identity",
    "requirements",
  ),
);

const capability = object({ requested: required(boolean) });

const accountShape = {
  configuration: object({
    customer: uncovered,
    merchant: uncovered,
    recipient: object({ capabilities: object({ stripe_balance: object({ stripe_transfers: capability }) }) }),
  }),
  contact_email: text,
  contact_phone: text,
  dashboard: oneOf("express", "full", "none"),
  defaults: object({
    currency: text,
    locales: ignored,
    profile: ignored,
    responsibilities: object({
      fees_collector: required(oneOf("application", "stripe")),
      losses_collector: required(oneOf("application", "stripe")),
    }),
  }),
  display_name: text,
  identity: object({
    business_details: ignored,
    country: text,
    entity_type: text,
    individual: ignored,
    attestations: ignored,
  }),
  include,
  metadata,
};

const onboarding = object({
  collection_options: ignored,
  configurations: ignored,
  refresh_url: required(text),
  return_url: text,
});

const linkShape = {
  account: required(text),
  use_case: required(
    object({
      type: required(oneOf("account_onboarding", "account_update")),
      account_onboarding: onboarding,
      account_update: onboarding,
    }),
  ),
};

type Given = Values<typeof accountShape>;
type Include = readonly string[] | undefined;

export const v2AccountRoutes: readonly Route[] = [
  get("/v2/core/accounts", (call) => {
    const { limit = 20 } = readParams(
      { limit: integer, applied_configurations: ignored, closed: ignored },
      call.params,
    );
    const accounts = call.ctx.db.all("v2_account").toReversed().slice(0, limit);
    return { data: accounts.map((account) => shown(account, [])), next_page_url: null, previous_page_url: null };
  }),
  post("/v2/core/accounts", ({ ctx, params }) => create(ctx, readParams(accountShape, params))),
  get("/v2/core/accounts/:account", (call) => {
    const { include: wanted } = readParams({ include }, call.params);
    return shown(accountOf(call), wanted);
  }),
  post("/v2/core/accounts/:account", (call) => {
    const given = readParams(accountShape, call.params);
    const account = accountOf(call);
    const changed = update(call.ctx, "v2_account", account, {
      ...(given.contact_email === undefined ? {} : { contact_email: given.contact_email }),
      ...(given.display_name === undefined ? {} : { display_name: given.display_name }),
      metadata: patchMetadata(account.metadata ?? {}, given.metadata),
    });
    return shown(changed, given.include);
  }),
  post("/v2/core/account_links", ({ ctx, params }) => {
    const { account, use_case: useCase } = readParams(linkShape, params);
    requireAccount(ctx, account);
    const details = useCase.account_onboarding ?? useCase.account_update;
    if (details === undefined) {
      throw invalidRequest(`Missing required param: use_case.${useCase.type}.`, { code: "parameter_missing" });
    }
    const urls = {
      refresh_url: details.refresh_url,
      ...(details.return_url ? { return_url: details.return_url } : {}),
    };
    const link: Stripe.V2.Core.AccountLink = {
      object: "v2.core.account_link",
      account,
      created: instant(ctx, 0),
      expires_at: instant(ctx, 600),
      livemode: false,
      url: onboardingUrl(ctx, account, details.return_url),
      use_case: { type: useCase.type, [useCase.type]: urls },
    };
    return link;
  }),
];

function accountOf(call: Call): Stripe.V2.Core.Account {
  const account = call.ctx.db.get("v2_account", pathPart(call, "account"));
  if (account === undefined) throw notFound("account", pathPart(call, "account"), "id");
  return account;
}

function instant(ctx: Context, inSeconds: number): string {
  return new Date((ctx.clock.now() + inSeconds) * 1000).toISOString();
}

/** A v2 account and its v1 face share one id. */
function create(ctx: Context, given: Given): object {
  const asked = given.configuration?.recipient !== undefined;
  const transfers = given.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested ?? false;
  const v1 = createAccount(ctx, {
    ...(given.contact_email === undefined ? {} : { email: given.contact_email }),
    ...(given.identity?.country === undefined ? {} : { country: given.identity.country.toUpperCase() }),
    capabilities: transfers ? { transfers: { requested: true } } : {},
  });
  const responsibilities = given.defaults?.responsibilities;
  const account = ctx.db.put("v2_account", {
    id: v1.id,
    object: "v2.core.account",
    applied_configurations: asked ? ["recipient"] : [],
    closed: false,
    configuration: transfers ? { recipient: recipient("pending") } : {},
    ...(given.contact_email === undefined ? {} : { contact_email: given.contact_email }),
    ...(given.contact_phone === undefined ? {} : { contact_phone: given.contact_phone }),
    created: instant(ctx, 0),
    dashboard: given.dashboard ?? "none",
    defaults: {
      currency: given.defaults?.currency ?? "eur",
      responsibilities: {
        fees_collector: responsibilities?.fees_collector ?? "application",
        losses_collector: responsibilities?.losses_collector ?? "application",
        requirements_collector: "stripe",
      },
    },
    ...(given.display_name === undefined ? {} : { display_name: given.display_name }),
    identity: { country: (given.identity?.country ?? "fr").toLowerCase() },
    livemode: false,
    metadata: patchMetadata({}, given.metadata),
    requirements: { entries: [] },
  });
  return shown(account, given.include);
}

/** A v2 answer carries its larger parts only where they are asked for; the rest is null. */
function shown(account: Stripe.V2.Core.Account, wanted: Include): object {
  const has = (part: string) => wanted?.includes(part) ?? false;
  const { recipient: receiving } = account.configuration ?? {};
  const configured = wanted?.some((part) => part.startsWith("configuration.")) ?? false;
  return {
    ...account,
    configuration: configured
      ? { customer: null, merchant: null, recipient: has("configuration.recipient") ? (receiving ?? null) : null }
      : null,
    contact_email: account.contact_email ?? null,
    contact_phone: account.contact_phone ?? null,
    defaults: has("defaults") ? account.defaults : null,
    display_name: account.display_name ?? null,
    future_requirements: null,
    identity: has("identity") ? account.identity : null,
    requirements: has("requirements") ? account.requirements : null,
  };
}

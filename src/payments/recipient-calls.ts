import type Stripe from "stripe";
import type { PaymentGateway } from "./gateway.ts";
import { ask } from "./stripe-call.ts";

type RecipientCalls = Pick<PaymentGateway, "createRecipient" | "recipientOnboardingUrl">;

/** Accounts that receive transfers: Stripe's hosted onboarding, fees and losses borne by the fund. */
export const recipientCalls = (stripe: Stripe): RecipientCalls => ({
  async createRecipient({ organisationId, name, email, idempotencyKey }) {
    const params: Stripe.V2.Core.AccountCreateParams = {
      contact_email: email,
      display_name: name,
      identity: { country: "FR", entity_type: "company" },
      dashboard: "express",
      defaults: {
        currency: "eur",
        responsibilities: { fees_collector: "application", losses_collector: "application" },
      },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      metadata: { organisation_id: organisationId },
    };
    return (await ask("v2.core.account", () => stripe.v2.core.accounts.create(params, { idempotencyKey }))).id;
  },
  async recipientOnboardingUrl(accountId, { returnUrl, refreshUrl }) {
    const params: Stripe.V2.Core.AccountLinkCreateParams = {
      account: accountId,
      use_case: {
        type: "account_onboarding",
        account_onboarding: { return_url: returnUrl, refresh_url: refreshUrl },
      },
    };
    return (await ask("v2.core.account_link", () => stripe.v2.core.accountLinks.create(params))).url;
  },
});

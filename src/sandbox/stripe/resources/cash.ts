import type Stripe from "stripe";
import { update } from "../context.ts";
import { notFound } from "../errors.ts";
import { currency } from "../http/common-params.ts";
import { listRecords } from "../http/list.ts";
import { ignored, object, oneOf, positive, readParams, required, text } from "../http/params.ts";
import { type Call, get, pathPart, post, type Route } from "../http/router.ts";
import { cashBalanceOf, receiveTransfer } from "../payments/cash.ts";
import { cashAccountOf, financialAddress } from "../payments/virtual-iban.ts";
import { requireCustomer } from "./customers.ts";

const instructionsShape = {
  currency: required(currency),
  funding_type: required(oneOf("bank_transfer")),
  bank_transfer: required(
    object({
      type: required(oneOf("eu_bank_transfer")),
      eu_bank_transfer: required(object({ country: required(oneOf("BE", "DE", "ES", "FR", "IE", "NL")) })),
      requested_address_types: ignored,
    }),
  ),
};

const settingsShape = {
  settings: object({ reconciliation_mode: oneOf("automatic", "manual", "merchant_default") }),
};

const fundShape = { amount: required(positive), currency: required(currency), reference: text };

export const cashRoutes: readonly Route[] = [
  post("/v1/customers/:customer/funding_instructions", (call) => {
    readParams(instructionsShape, call.params);
    const account = cashAccountOf(call.ctx, customerOf(call));
    const instructions: Stripe.FundingInstructions = {
      object: "funding_instructions",
      bank_transfer: { country: "FR", financial_addresses: [financialAddress(account)], type: "eu_bank_transfer" },
      currency: "eur",
      funding_type: "bank_transfer",
      livemode: false,
    };
    return instructions;
  }),
  get("/v1/customers/:customer/cash_balance", (call) => {
    readParams({}, call.params);
    return cashBalanceOf(call.ctx, customerOf(call));
  }),
  post("/v1/customers/:customer/cash_balance", (call) => {
    const mode = readParams(settingsShape, call.params).settings?.reconciliation_mode;
    const customer = customerOf(call);
    const account = cashAccountOf(call.ctx, customer);
    if (mode !== undefined) {
      update(call.ctx, "cash_account", account, { mode: mode === "merchant_default" ? null : mode });
    }
    return cashBalanceOf(call.ctx, customer);
  }),
  get("/v1/customers/:customer/cash_balance_transactions", (call) => {
    const customer = customerOf(call);
    const movements = call.ctx.db.all("cash_transaction").filter((each) => each.customer === customer);
    return listRecords(call, movements, {}, () => true);
  }),
  get("/v1/customers/:customer/cash_balance_transactions/:id", (call) => {
    const movement = call.ctx.db.get("cash_transaction", pathPart(call, "id"));
    if (movement?.customer !== customerOf(call)) throw notFound("cash balance transaction", pathPart(call, "id"));
    return movement;
  }),
  post("/v1/test_helpers/customers/:customer/fund_cash_balance", (call) => {
    const given = readParams(fundShape, call.params);
    return receiveTransfer(call.ctx, customerOf(call), given.amount, given.reference ?? null);
  }),
];

function customerOf(call: Call): string {
  return requireCustomer(call.ctx, pathPart(call, "customer")).id;
}

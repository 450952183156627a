import { randomInt } from "node:crypto";
import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { randomText } from "../ids.ts";
import type { CashAccount } from "../records.ts";

/** A customer's standing account for bank transfers: the same IBAN and reference every time it is asked for. */
export function cashAccountOf(ctx: Context, customer: string): CashAccount {
  const found = ctx.db.get("cash_account", customer);
  if (found !== undefined) return found;
  const account = { iban: newFrenchIban(), reference: randomText(10).toUpperCase() };
  return ctx.db.put("cash_account", { id: customer, ...account, availableCents: 0, mode: null });
}

/** Correct check digits (ISO 13616), an invented bank. */
function newFrenchIban(): string {
  const digits = (length: number) => Array.from({ length }, () => randomInt(10)).join("");
  const account = `${digits(5)}${digits(5)}${digits(11)}${digits(2)}`;
  const check = 98n - (BigInt(`${account}152700`) % 97n);
  return `FR${String(check).padStart(2, "0")}${account}`;
}

const address: Stripe.Address = {
  city: "Paris",
  country: "FR",
  line1: "1 rue du Bac à sable",
  line2: null,
  postal_code: "75001",
  state: null,
};

export function financialAddress(account: CashAccount) {
  return {
    type: "iban" as const,
    supported_networks: ["sepa" as const],
    iban: {
      account_holder_address: address,
      account_holder_name: "Bac à sable",
      bank_address: address,
      bic: "SANDFR22",
      country: "FR",
      iban: account.iban,
    },
  };
}

/** What a payer must know to send the missing cents of an intent. */
export function transferInstructions(
  ctx: Context,
  customer: string,
  amountRemaining: number,
): Stripe.PaymentIntent.NextAction {
  const account = cashAccountOf(ctx, customer);
  return {
    type: "display_bank_transfer_instructions",
    display_bank_transfer_instructions: {
      amount_remaining: amountRemaining,
      currency: "eur",
      financial_addresses: [financialAddress(account)],
      hosted_instructions_url: `${ctx.settings.publicUrl}/bank_transfers/${account.reference}`,
      reference: account.reference,
      type: "eu_bank_transfer",
    },
  };
}

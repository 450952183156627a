import type { Debtor } from "../banking/pain001.ts";
import { eurosInFrenchWords } from "../domain/amount-in-words.ts";
import { type ReceiptForm, type ReceiptIdentity, receiptReference } from "../domain/tax-receipt.ts";

/** Every mention of a receipt as it is printed, kept with it (T4: models 11580 and 16216). */
export type ReceiptContent = {
  readonly reference: string;
  readonly form: ReceiptForm;
  readonly issuer: { readonly name: string; readonly address: string; readonly siret: string | null };
  readonly donor: ReceiptIdentity;
  readonly campaignTitle: string;
  readonly amountCents: number;
  readonly amountInWords: string;
  /** Days in Paris, as `2027-03-28`. */
  readonly creditedOn: string;
  readonly issuedOn: string;
  /** The receipt this one takes the place of. */
  readonly replaces: string | null;
};

type Facts = {
  readonly year: number;
  readonly number: number;
  readonly form: ReceiptForm;
  readonly donor: ReceiptIdentity;
  readonly campaignTitle: string;
  readonly amountCents: bigint;
  readonly creditedOn: string;
  readonly issuedOn: string;
  readonly replaces: string | null;
};

type Issuer = { readonly bankAccount: Debtor; readonly siret?: string | undefined };

export const receiptContent = ({ bankAccount, siret }: Issuer, facts: Facts): ReceiptContent => ({
  reference: receiptReference(facts.year, facts.number),
  form: facts.form,
  issuer: { name: bankAccount.name, address: addressOf(bankAccount), siret: siret ?? null },
  donor: facts.donor,
  campaignTitle: facts.campaignTitle,
  amountCents: Number(facts.amountCents),
  amountInWords: eurosInFrenchWords(facts.amountCents),
  creditedOn: facts.creditedOn,
  issuedOn: facts.issuedOn,
  replaces: facts.replaces,
});

function addressOf({ address }: Debtor): string {
  const street = [address.buildingNumber, address.street].filter(Boolean).join(" ");
  const town = [address.postCode, address.town].filter(Boolean).join(" ");
  return [street, town].filter((part) => part !== "").join(", ");
}

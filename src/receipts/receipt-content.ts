import type { Debtor } from "../banking/pain001.ts";
import { eurosInFrenchWords } from "../domain/amount-in-words.ts";
import { type ReceiptForm, type ReceiptIdentity, receiptReference } from "../domain/tax-receipt.ts";

/** Every mention of a receipt as it is printed, kept with it (T4: models 11580 and 16216). */
export type ReceiptContent = {
  readonly reference: string;
  readonly form: ReceiptForm;
  readonly issuer: { readonly name: string; readonly address: string; readonly siret: string | null };
  readonly donor: ReceiptIdentity;
  /** The campaign a gift went to; of a partner's, the agreement. */
  readonly campaignTitle: string;
  /** Of what a partner gave; none for a gift through the site. */
  readonly given?: Given;
  readonly amountCents: number;
  readonly amountInWords: string;
  /** Days in Paris, as `2027-03-28`. */
  readonly creditedOn: string;
  readonly issuedOn: string;
  /** The receipt this one takes the place of. */
  readonly replaces: string | null;
};

/** What a company gave as a partner, and how it is valued (CGI art. 238 bis: at cost price, by the company). */
export type Given =
  | { readonly nature: "money"; readonly label: string }
  | {
      readonly nature: "goods" | "skill_days";
      readonly label: string;
      readonly quantity: number;
      readonly unit: string | null;
      readonly unitValueCents: number;
    };

export type GivenFor = { readonly campaignTitle: string; readonly given?: Given };

type Facts = GivenFor & {
  readonly year: number;
  readonly number: number;
  readonly form: ReceiptForm;
  readonly donor: ReceiptIdentity;
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
  ...(facts.given !== undefined && { given: facts.given }),
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

export type PaymentRefusal =
  | "amount"
  | "bic"
  | "characters"
  | "country"
  | "date"
  | "duplicate"
  | "empty"
  | "iban"
  | "not-sepa"
  | "slash"
  | "too-long";

/** A payment file was not written. `field` is the path of the wrong value, such as `transfers[3].amountCents`. Never quotes an IBAN (X7). */
export class PaymentFileRefused extends Error {
  override readonly name = "PaymentFileRefused";
  readonly code: PaymentRefusal;
  readonly field: string;

  constructor(code: PaymentRefusal, field: string, reason: string) {
    super(`${field}: ${reason}`);
    this.code = code;
    this.field = field;
  }
}

export type StatementRefusal =
  | "amount"
  | "balances-do-not-tie"
  | "currency"
  | "date"
  | "details-do-not-tie"
  | "doctype"
  | "iban"
  | "incomplete"
  | "malformed"
  | "status"
  | "too-large"
  | "unsupported-format";

/** Two figures that should have been equal, in signed cents: what the file states and what its lines add up to. */
export type Figures = { readonly statedCents: bigint; readonly computedCents: bigint };

/** A statement was not read, not even in part. `field` is the element at fault; `figures` come with the two `…-do-not-tie` codes. */
export class StatementRefused extends Error {
  override readonly name = "StatementRefused";
  readonly code: StatementRefusal;
  readonly field: string;
  readonly figures: Figures | null;

  constructor(code: StatementRefusal, field: string, reason: string, figures: Figures | null = null) {
    super(`${field}: ${reason}`);
    this.code = code;
    this.field = field;
    this.figures = figures;
  }
}

import type { Cents } from "./money.ts";

/** The most one payment file may hold, as agreed with the bank. */
export type PaymentFileLimits = { readonly maxTransfers: number; readonly maxCents: bigint };

/** What still fits into a payment file. An order above the largest amount stands alone in its file, so that none waits for ever. */
export class PaymentFileRoom {
  readonly #limits: PaymentFileLimits;
  #count = 0;
  #cents = 0n;

  constructor(limits: PaymentFileLimits) {
    this.#limits = limits;
  }

  fits(amountCents: Cents | bigint): boolean {
    if (this.#count === 0) return true;
    return this.#count < this.#limits.maxTransfers && this.#cents + amountCents <= this.#limits.maxCents;
  }

  take(amountCents: Cents | bigint): void {
    this.#count += 1;
    this.#cents += amountCents;
  }
}

import { plusMonths } from "./calendar.ts";
import { type Cents, cents } from "./money.ts";

/** Aid already received under Regulation (EU) 2023/2831, in euro cents, on a day `2027-03-28`. */
export type Aid = { readonly amountCents: bigint; readonly grantedOn: string };

const YEARS = 3;

/**
 * The three years that end with the day of the new aid, both days included (Regulation (EU) 2023/2831, art. 3 § 2):
 * aid granted on the same day three years before is out. From 29 February three years lead to 28 February.
 */
export const deMinimisWindow = (on: string): { readonly after: string; readonly until: string } => ({
  after: plusMonths(on, -12 * YEARS),
  until: on,
});

export function isInWindow(grantedOn: string, on: string): boolean {
  const { after, until } = deMinimisWindow(on);
  return grantedOn > after && grantedOn <= until;
}

export type DeMinimisVerdict = {
  readonly kind: "within" | "over";
  /** Aid of the window, without the new one, and with it. */
  readonly receivedCents: Cents;
  readonly totalCents: Cents;
  readonly ceilingCents: Cents;
};

/** Whether the new aid fits under the ceiling with those of its window; equal to the ceiling fits. */
export function judgeDeMinimis(
  aids: readonly Aid[],
  grant: { readonly amountCents: Cents; readonly on: string },
  ceilingCents: Cents,
): DeMinimisVerdict {
  const received = aids.filter((aid) => isInWindow(aid.grantedOn, grant.on));
  const receivedCents = cents(received.reduce((sum, aid) => sum + aid.amountCents, 0n));
  const totalCents = cents(receivedCents + grant.amountCents);
  return { kind: totalCents <= ceilingCents ? "within" : "over", receivedCents, totalCents, ceilingCents };
}

import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { disbursements, grants } from "../db/schema/index.ts";

export type PaidSoFar = {
  /** As it stands: less what refunds took back since (F2). */
  readonly grantedCents: bigint;
  readonly payments: readonly { readonly id: string; readonly paidAt: Date; readonly amountCents: bigint }[];
};

/** What a successful campaign was granted and has been paid, oldest payment first; everybody may read it. */
export async function readPaidSoFar(
  reader: Reader,
  fundId: string,
  campaignId: string,
): Promise<PaidSoFar | undefined> {
  const [grant] = await reader
    .select({ id: grants.id, amountCents: grants.amountCents, reducedCents: grants.reducedCents })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.campaignId, campaignId)));
  if (grant === undefined) return undefined;
  const paid = await reader
    .select({ id: disbursements.id, paidAt: disbursements.paidAt, amountCents: disbursements.amountCents })
    .from(disbursements)
    .where(and(eq(disbursements.fundId, fundId), eq(disbursements.grantId, grant.id), eq(disbursements.state, "paid")))
    .orderBy(asc(disbursements.paidAt), asc(disbursements.id));
  return {
    grantedCents: grant.amountCents - grant.reducedCents,
    payments: paid.flatMap(({ paidAt, ...payment }) => (paidAt === null ? [] : [{ ...payment, paidAt }])),
  };
}

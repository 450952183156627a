import { and, desc, eq, inArray, lt } from "drizzle-orm";
import { campaigns, disputes, pledges } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { DISPUTE_STATES, type DisputeState } from "../domain/dispute.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type DisputeSummary = Omit<typeof disputes.$inferSelect, "fundId" | "state"> & {
  readonly state: DisputeState;
  readonly campaignTitle: string;
};

/** Disputes and inquiries, newest first; those the bank has not decided unless told otherwise. */
export async function listDisputes(
  deps: Deps,
  actor: Actor,
  filter: { readonly limit: number; readonly cursor?: string | undefined; readonly open: boolean },
): Promise<Page<DisputeSummary>> {
  if (!permits(actor, "pledge.read-any")) throw notFound();
  const after = decodeCursor(deps.cipher, "disputes", filter.cursor)?.[0];
  const rows = await deps.db
    .select({ dispute: disputes, campaignTitle: campaigns.title })
    .from(disputes)
    .innerJoin(pledges, and(eq(pledges.fundId, disputes.fundId), eq(pledges.id, disputes.pledgeId)))
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .where(
      and(
        eq(disputes.fundId, deps.fundId),
        after === undefined ? undefined : lt(disputes.id, after),
        filter.open ? inArray(disputes.state, ["inquiry", "open"]) : undefined,
      ),
    )
    .orderBy(desc(disputes.id))
    .limit(filter.limit + 1);
  const summaries = rows.map(({ dispute, campaignTitle }) => ({
    ...dispute,
    campaignTitle,
    state: DISPUTE_STATES.find((state) => state === dispute.state) ?? "open",
  }));
  return toPage(deps.cipher, "disputes", summaries, filter.limit, (row) => [row.id]);
}

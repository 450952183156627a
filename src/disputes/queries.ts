import { and, asc, desc, eq, inArray, lt, type SQL, sql } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import { campaigns, disputeAnswers, disputes, pledges } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type AnswerRefusal, answerRefusal, DISPUTE_STATES, type DisputeState } from "../domain/dispute.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type DisputeSummary = Omit<typeof disputes.$inferSelect, "fundId" | "state"> & {
  readonly state: DisputeState;
  readonly campaignTitle: string;
  /** The fund wrote an answer that Stripe has not refused. */
  readonly isAnswered: boolean;
};

/** Disputes and inquiries, newest first; those the bank has not decided unless told otherwise. */
export async function listDisputes(
  deps: Deps,
  actor: Actor,
  filter: { readonly limit: number; readonly cursor?: string | undefined; readonly open: boolean },
): Promise<Page<DisputeSummary>> {
  if (!permits(actor, "pledge.read-any")) throw notFound();
  const after = decodeCursor(deps.cipher, "disputes", filter.cursor)?.[0];
  const rows = await readDisputes(
    deps,
    and(
      after === undefined ? undefined : lt(disputes.id, after),
      filter.open ? inArray(disputes.state, ["inquiry", "open"]) : undefined,
    ),
    desc(disputes.id),
    filter.limit + 1,
  );
  return toPage(deps.cipher, "disputes", rows, filter.limit, (row) => [row.id]);
}

export type DisputeDetail = DisputeSummary & {
  readonly answers: readonly Omit<typeof disputeAnswers.$inferSelect, "fundId" | "disputeId">[];
  /** Why it cannot be answered now; undefined where it can. */
  readonly refusal: AnswerRefusal | undefined;
  readonly now: Date;
};

/** One dispute with what staff answered. */
export async function readDispute(deps: Deps, actor: Actor, disputeId: string): Promise<DisputeDetail> {
  if (!permits(actor, "pledge.read-any")) throw notFound();
  const [dispute] = await readDisputes(deps, eq(disputes.id, disputeId), desc(disputes.id), 1);
  if (dispute === undefined) throw notFound();
  const answers = await deps.db
    .select()
    .from(disputeAnswers)
    .where(and(eq(disputeAnswers.fundId, deps.fundId), eq(disputeAnswers.disputeId, disputeId)))
    .orderBy(asc(disputeAnswers.id));
  const now = await fundNow(deps.db);
  return { ...dispute, answers, now, refusal: answerRefusal(dispute, dispute.isAnswered, now) };
}

async function readDisputes(deps: Deps, where: SQL | undefined, order: SQL, limit: number): Promise<DisputeSummary[]> {
  const rows = await deps.db
    .select({
      dispute: disputes,
      campaignTitle: campaigns.title,
      isAnswered: sql<boolean>`exists (select from ${disputeAnswers} where ${disputeAnswers.fundId} = ${disputes.fundId}
        and ${disputeAnswers.disputeId} = ${disputes.id} and ${disputeAnswers.refusal} is null)`,
    })
    .from(disputes)
    .innerJoin(pledges, and(eq(pledges.fundId, disputes.fundId), eq(pledges.id, disputes.pledgeId)))
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .where(and(eq(disputes.fundId, deps.fundId), where))
    .orderBy(order)
    .limit(limit);
  return rows.map(({ dispute, campaignTitle, isAnswered }) => ({
    ...dispute,
    campaignTitle,
    isAnswered,
    state: DISPUTE_STATES.find((state) => state === dispute.state) ?? "open",
  }));
}

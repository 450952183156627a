import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import { campaigns, disputes, pledges, refundRequests, refunds } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { ASKERS, type Asker, type GiftParts } from "../domain/refund.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { leftOf } from "./return-facts.ts";

export const REQUEST_STATES = ["asked", "proposed", "accepted", "refused", "withdrawn"] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

type Row = typeof refundRequests.$inferSelect;
type RequestRow = Omit<Row, "fundId" | "state" | "askedBy"> & {
  readonly state: RequestState;
  readonly askedBy: Asker;
};
export type RequestSummary = RequestRow & { readonly campaignTitle: string; readonly displayName: string };

const known = (row: Row): RequestRow => ({
  ...row,
  state: REQUEST_STATES.find((one) => one === row.state) ?? "asked",
  askedBy: ASKERS.find((one) => one === row.askedBy) ?? "donor",
});

/** Requests for refunds, newest first; those that wait for an answer unless told otherwise. */
export async function listRequests(
  deps: Deps,
  actor: Actor,
  filter: { readonly limit: number; readonly cursor?: string | undefined; readonly open: boolean },
): Promise<Page<RequestSummary>> {
  if (!permits(actor, "pledge.read-any")) throw notFound();
  const after = decodeCursor(deps.cipher, "refund-requests", filter.cursor)?.[0];
  const rows = await deps.db
    .select({ request: refundRequests, campaignTitle: campaigns.title, displayName: pledges.displayName })
    .from(refundRequests)
    .innerJoin(pledges, and(eq(pledges.fundId, refundRequests.fundId), eq(pledges.id, refundRequests.pledgeId)))
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .where(
      and(
        eq(refundRequests.fundId, deps.fundId),
        after === undefined ? undefined : lt(refundRequests.id, after),
        filter.open ? inArray(refundRequests.state, ["asked", "proposed"]) : undefined,
      ),
    )
    .orderBy(desc(refundRequests.id))
    .limit(filter.limit + 1);
  const summaries = rows.map(({ request, ...rest }) => ({ ...known(request), ...rest }));
  return toPage(deps.cipher, "refund-requests", summaries, filter.limit, (row) => [row.id]);
}

export type RefundFile = {
  readonly pledgeId: string;
  readonly state: string;
  readonly campaignTitle: string;
  readonly displayName: string;
  readonly amountCents: bigint;
  readonly tipCents: bigint;
  readonly returnedCents: bigint;
  readonly disputedCents: bigint;
  readonly left: GiftParts;
  readonly requests: readonly RequestRow[];
  readonly refunds: readonly (typeof refunds.$inferSelect)[];
  readonly disputes: readonly (typeof disputes.$inferSelect)[];
};

/** All that went back of a gift, is asked for or is disputed, for staff. */
export async function readRefundFile(deps: Deps, actor: Actor, pledgeId: string): Promise<RefundFile> {
  if (!permits(actor, "pledge.read-any")) throw notFound();
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined) throw notFound();
  const { db, fundId } = deps;
  const [campaign] = await db
    .select({ title: campaigns.title })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.id, pledge.campaignId)));
  return {
    pledgeId,
    state: pledge.state,
    campaignTitle: campaign?.title ?? "",
    displayName: pledge.displayName,
    amountCents: pledge.amountCents,
    tipCents: pledge.tipCents,
    returnedCents: pledge.returnedCents,
    disputedCents: pledge.disputedCents,
    left: leftOf(pledge),
    requests: await requestsOf(deps, pledgeId),
    refunds: await db
      .select()
      .from(refunds)
      .where(and(eq(refunds.fundId, fundId), eq(refunds.pledgeId, pledgeId)))
      .orderBy(asc(refunds.id)),
    disputes: await db
      .select()
      .from(disputes)
      .where(and(eq(disputes.fundId, fundId), eq(disputes.pledgeId, pledgeId)))
      .orderBy(asc(disputes.id)),
  };
}

/** What was asked about a gift, newest first; who may read it is judged with the gift. */
export async function requestsOf({ db, fundId }: Deps, pledgeId: string): Promise<readonly RequestRow[]> {
  const rows = await db
    .select()
    .from(refundRequests)
    .where(and(eq(refundRequests.fundId, fundId), eq(refundRequests.pledgeId, pledgeId)))
    .orderBy(desc(refundRequests.id));
  return rows.map(known);
}

/** The newest request of the holder about each of these gifts of theirs. */
export async function holderRequestsOf({ db, fundId }: Deps, pledgeIds: readonly string[]) {
  const rows = await db
    .selectDistinctOn([refundRequests.pledgeId])
    .from(refundRequests)
    .where(
      and(
        eq(refundRequests.fundId, fundId),
        inArray(refundRequests.pledgeId, [...pledgeIds]),
        eq(refundRequests.askedBy, "holder"),
      ),
    )
    .orderBy(refundRequests.pledgeId, desc(refundRequests.id));
  return new Map(rows.map((row) => [row.pledgeId, known(row)]));
}

export const isOpenRequest = ({ state }: { readonly state: string }) => state === "asked" || state === "proposed";

/** One request, for the letter that answers it. */
export async function findRequest({ db, fundId }: Deps, requestId: string) {
  const [request] = await db
    .select()
    .from(refundRequests)
    .where(and(eq(refundRequests.fundId, fundId), eq(refundRequests.id, requestId)));
  return request;
}

export async function findRefund({ db, fundId }: Deps, refundId: string) {
  const [refund] = await db
    .select()
    .from(refunds)
    .where(and(eq(refunds.fundId, fundId), eq(refunds.id, refundId)));
  return refund;
}

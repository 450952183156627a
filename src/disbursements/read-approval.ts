import { sql } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Allowance } from "../domain/approval-limits.ts";
import { type ApprovalStep, decideApproval, type Obstacle } from "../domain/disbursement.ts";
import { permits } from "../domain/permissions.ts";
import { allowanceAt } from "./approval-allowance.ts";
import { lockOrder } from "./load-order.ts";
import type { DisbursementDetail } from "./queries.ts";

type Row = {
  readonly amount: string;
  readonly paid: string;
  readonly engaged: string;
  readonly reduced: string;
  readonly awaiting: string;
  readonly owed: string;
  readonly disputes: number;
  readonly disputed: string;
  readonly signed_on: string | null;
  readonly suspended_on: string | null;
  readonly number: number;
  readonly label: string;
  readonly condition: string;
  readonly due_on: string;
  readonly evidence_on: string | null;
  readonly examiner: string | null;
  readonly files: number;
};

/** What stands around an order that waits for two people: the grant, its instalment, what speaks against paying. */
async function readAround({ db, fundId }: Deps, disbursementId: string) {
  const [row] = await db.execute<Row>(sql`
    select g.amount_cents as amount, g.paid_cents as paid, g.engaged_cents as engaged, g.reduced_cents as reduced,
      g.awaiting_cents as awaiting, to_char(g.fund_signed_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as signed_on,
      to_char(g.suspended_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as suspended_on,
      coalesce((select a.debit_cents - a.credit_cents from accounts a where a.fund_id = g.fund_id
        and a.code = 'receivable:campaign:' || coalesce(g.campaign_id, g.id)), 0) as owed,
      coalesce(x.count, 0)::int as disputes, coalesce(x.cents, 0) as disputed,
      i.number, i.label, i.condition, to_char(i.due_on, 'YYYY-MM-DD') as due_on,
      to_char(e.decided_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as evidence_on, u.name as examiner,
      (select count(*)::int from evidence_files f
        where f.fund_id = e.fund_id and f.evidence_id = e.id and f.removed_at is null) as files
    from disbursements d join grants g on g.fund_id = d.fund_id and g.id = d.grant_id
    join instalments i on i.fund_id = d.fund_id and i.id = d.instalment_id
    left join instalment_evidence e on e.fund_id = i.fund_id and e.instalment_id = i.id and e.state = 'accepted'
    left join users u on u.id = e.decided_by
    left join lateral (select count(*), sum(o.gift_cents) as cents from disputes o
      join pledges p on p.fund_id = o.fund_id and p.id = o.pledge_id
      where o.fund_id = g.fund_id and p.campaign_id = g.campaign_id and o.state in ('inquiry', 'open')) x on true
    where d.fund_id = ${fundId} and d.id = ${disbursementId}`);
  return row;
}

export type Judged = {
  readonly step: ApprovalStep;
  /** Why this person may not approve it now; undefined where they may. */
  readonly obstacle: Obstacle | undefined;
  readonly allowance: Allowance;
};

/** For staff: what an approver must see besides the order itself (D3, D4), and what their click would meet. */
export async function readApproval(deps: Deps, actor: Actor, disbursement: DisbursementDetail) {
  if (!permits(actor, "disbursement.read")) return undefined;
  const around = await readAround(deps, disbursement.id);
  return around === undefined ? undefined : { around, judged: await judge(deps, actor, disbursement) };
}

export type ApprovalSeen = NonNullable<Awaited<ReturnType<typeof readApproval>>>;

/** The very question a click asks, answered before it; nothing is written. */
async function judge(deps: Deps, actor: Actor, { id, state, contentHash }: DisbursementDetail) {
  const step = state === "requested" ? "authorise" : state === "authorised" ? "order" : undefined;
  if (step === undefined || actor.kind !== "user") return undefined;
  if (!permits(actor, step === "authorise" ? "disbursement.authorise" : "disbursement.order")) return undefined;
  return await inTransaction(deps.db, async (tx): Promise<Judged> => {
    const order = await lockOrder(tx, deps.fundId, id);
    const allowance = await allowanceAt(tx, deps.fundId, actor.userId, id, await fundNow(tx));
    const decision = decideApproval(order, step, { person: actor, allowance }, contentHash);
    return { step, allowance, obstacle: decision.kind === "refused" ? decision.reason : undefined };
  });
}

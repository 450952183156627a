import { type SQL, sql } from "drizzle-orm";
import { titleOf } from "../../grants/grant-origin.ts";
import { type Asker, holdOf, ownHold, type Source } from "../source.ts";

const approvedBy = (table: "disbursement_approvals" | "pot_withdrawal_approvals", of: string, userId: string): SQL =>
  sql`exists (select from ${sql.raw(table)} ap where ap.fund_id = ${sql.raw(`${of}.fund_id`)}
    and ${sql.raw(table === "disbursement_approvals" ? "ap.disbursement_id" : "ap.withdrawal_id")} = ${sql.raw(`${of}.id`)}
    and ap.voided_at is null and ap.user_id = ${userId})`;

/** Payments of grants and partners' withdrawals in a state; by file only those the bank carries. */
const ordersIn = (state: "requested" | "authorised" | "ordered", { fundId, userId }: Asker): SQL => sql`
  select d.id, '/versements/' || d.id, ${titleOf("g")} || ' – ' || d.purpose, o.name, d.amount_cents, d.created_at,
    null::timestamptz, ${
      state === "ordered"
        ? sql`null::text`
        : holdOf(userId, sql`o.id`, {
            own: sql`d.requested_by`,
            step: approvedBy("disbursement_approvals", "d", userId),
          })
    }
  from disbursements d join grants g on g.fund_id = d.fund_id and g.id = d.grant_id
  join organisations o on o.id = g.organisation_id
  where d.fund_id = ${fundId} and d.state = ${state} and (${state !== "ordered"} or d.rail = 'sepa')
  union all
  select w.id, '/partenaires/' || p.agreement_id || '/enveloppes/' || p.id || '/retraits/' || w.id, w.reason, o.name,
    w.amount_cents, w.created_at, null::timestamptz, ${
      state === "ordered"
        ? sql`null::text`
        : holdOf(userId, sql`o.id`, {
            own: sql`w.requested_by`,
            step: approvedBy("pot_withdrawal_approvals", "w", userId),
          })
    }
  from pot_withdrawals w join matching_pots p on p.fund_id = w.fund_id and p.id = w.pot_id
  join cooperation_agreements a on a.fund_id = p.fund_id and a.id = p.agreement_id
  join organisations o on o.id = a.partner_id
  where w.fund_id = ${fundId} and w.state = ${state}`;

/** Money that leaves the fund by two people. */
export const paymentSources: readonly Source[] = [
  { kind: "authorise", actions: ["disbursement.authorise"], rows: (asker) => ordersIn("requested", asker) },
  { kind: "order", actions: ["disbursement.order"], rows: (asker) => ordersIn("authorised", asker) },
  { kind: "send", actions: ["payment-file.create"], rows: (asker) => ordersIn("ordered", asker) },
  {
    kind: "reversal",
    actions: ["transfer-reversal.decide"],
    rows: ({ fundId, userId }) => sql`
      select r.id, '/versements/' || r.disbursement_id, r.reason, u.name, r.amount_cents, r.proposed_at,
        null::timestamptz, ${ownHold(userId, sql`r.proposed_by`)}
      from transfer_reversals r left join users u on u.id = r.proposed_by
      where r.fund_id = ${fundId} and r.state = 'proposed'`,
  },
  {
    kind: "non-execution",
    actions: ["non-execution.confirm"],
    rows: ({ fundId, userId }) => sql`
      select n.id, '/virements/' || coalesce(d.payment_file_id, w.payment_file_id), n.reason, u.name,
        coalesce(d.amount_cents, w.amount_cents), n.declared_at, null::timestamptz, ${ownHold(userId, sql`n.declared_by`)}
      from non_executions n join users u on u.id = n.declared_by
      left join disbursements d on d.fund_id = n.fund_id and d.id = n.disbursement_id
      left join pot_withdrawals w on w.fund_id = n.fund_id and w.id = n.withdrawal_id
      where n.fund_id = ${fundId} and n.state = 'declared' and coalesce(d.state, w.state) = 'sent'`,
  },
  {
    kind: "refund",
    actions: ["refund.propose"],
    rows: ({ fundId }) => sql`
      select q.id, '/dons/' || q.pledge_id || '/remboursement', c.title, p.display_name, q.gift_cents + q.tip_cents,
        q.created_at, null::timestamptz, null::text
      from refund_requests q join pledges p on p.fund_id = q.fund_id and p.id = q.pledge_id
      join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
      where q.fund_id = ${fundId} and q.state = 'asked'`,
  },
  {
    kind: "refund-confirm",
    actions: ["refund.confirm"],
    rows: ({ fundId, userId }) => sql`
      select q.id, '/dons/' || q.pledge_id || '/remboursement', c.title, p.display_name, q.gift_cents + q.tip_cents,
        q.proposed_at, null::timestamptz, ${ownHold(userId, sql`q.proposed_by`)}
      from refund_requests q join pledges p on p.fund_id = q.fund_id and p.id = q.pledge_id
      join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
      where q.fund_id = ${fundId} and q.state = 'proposed'`,
  },
  {
    kind: "dispute",
    actions: ["dispute.answer"],
    rows: ({ fundId }) => sql`
      select d.id, '/contestations/' || d.id, c.title, p.display_name, d.amount_cents, d.opened_at, d.evidence_due_at,
        null::text
      from disputes d join pledges p on p.fund_id = d.fund_id and p.id = d.pledge_id
      join campaigns c on c.fund_id = p.fund_id and c.id = p.campaign_id
      where d.fund_id = ${fundId} and d.state in ('inquiry', 'open')
        and d.stripe_status in ('needs_response', 'warning_needs_response')
        and not exists (select from dispute_answers a
          where a.fund_id = d.fund_id and a.dispute_id = d.id and a.refusal is null)`,
  },
];

import { expireSession } from "./checkout/session.ts";
import type { Context } from "./context.ts";
import { settleCharge } from "./payments/charge.ts";
import { settleDebit } from "./payments/debit.ts";
import { closeDisputeByEvidence, openDisputeOf } from "./payments/dispute.ts";
import { payPayout } from "./payments/payout.ts";
import { advanceRefund } from "./payments/refund.ts";
import type { Task, TaskKind } from "./records.ts";

type Due = (ctx: Context, subject: string) => void;

const effects: Readonly<Record<Exclude<TaskKind, "deliver_event">, Due>> = {
  settle_charge: settleCharge,
  settle_debit: (ctx, intent) => settleDebit(ctx, intent, null),
  open_dispute: openDisputeOf,
  close_dispute: closeDisputeByEvidence,
  advance_refund: advanceRefund,
  expire_session: expireSession,
  finish_payout: (ctx, id) => {
    const payout = ctx.db.get("payout", id);
    if (payout !== undefined) payPayout(ctx, payout);
  },
};

/** Lets one due thing happen; sending webhooks is the sandbox's own part. */
export function runTask(ctx: Context, task: Task): void {
  if (task.kind !== "deliver_event") effects[task.kind](ctx, task.subject);
}

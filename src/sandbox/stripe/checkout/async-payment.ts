import { type Context, update } from "../context.ts";
import { emit } from "../events.ts";

/** A completed session whose debit is answered later: paid now, or not after all. */
export function finishSessionOf(ctx: Context, intent: string, outcome: "succeeded" | "failed"): void {
  const id = ctx.db.get("intent_note", intent)?.session ?? "";
  const session = ctx.db.get("checkout_session", id);
  if (session?.status !== "complete") return;
  const paid = outcome === "succeeded";
  const finished = paid ? update(ctx, "checkout_session", session, { payment_status: "paid" }) : session;
  emit(ctx, `checkout.session.async_payment_${outcome}`, finished);
}

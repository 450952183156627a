import { finishSessionOf } from "../checkout/async-payment.ts";
import { type Context, schedule, update } from "../context.ts";
import { emit } from "../events.ts";
import { idOf } from "../ids.ts";
import { failPayment } from "./attempt-payment.ts";
import { instrumentOf } from "./payment-method.ts";
import { declines } from "./test-cards.ts";
import { ibanOf } from "./test-ibans.ts";

/** The bank's late answer to a SEPA debit; `forced` is a control's, null the account's own. */
export function settleDebit(ctx: Context, id: string, forced: "succeeds" | "fails" | null): void {
  const intent = ctx.db.get("payment_intent", id);
  const charge = ctx.db.get("charge", idOf(intent?.latest_charge) ?? "");
  const method = ctx.db.get("payment_method", idOf(intent?.payment_method) ?? "");
  if (intent?.status !== "processing" || charge === undefined || method === undefined) return;
  const account = ibanOf(instrumentOf(ctx, method).number);
  const outcome = forced ?? account?.outcome ?? "succeeds";
  if (outcome === "fails") {
    const natural = account?.outcome === "fails";
    const decline = {
      ...declines.generic,
      code: natural ? account.failureCode : "generic_could_not_process",
      message: natural ? account.failureMessage : "The payment could not be completed by the customer's bank.",
    };
    const failed = update(ctx, "charge", charge, {
      status: "failed",
      paid: false,
      failure_code: decline.code,
      failure_message: decline.message,
    });
    failPayment(ctx, intent, failed, method, decline);
    finishSessionOf(ctx, id, "failed");
    return;
  }
  const paid = update(ctx, "charge", charge, { status: "succeeded", paid: true });
  emit(ctx, "charge.succeeded", paid);
  const done = update(ctx, "payment_intent", intent, { status: "succeeded", amount_received: intent.amount });
  emit(ctx, "payment_intent.succeeded", done);
  schedule(ctx, "settle_charge", charge.id, ctx.settings.asyncDelayMs);
  if (outcome === "succeeds_then_disputed") schedule(ctx, "open_dispute", charge.id, ctx.settings.asyncDelayMs * 2);
  finishSessionOf(ctx, id, "succeeded");
}

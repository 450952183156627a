import { answerAuthentication } from "../checkout/complete.ts";
import { update } from "../context.ts";
import { invalidRequest, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { oneOf, positive, readParams, required, text } from "../http/params.ts";
import { newId } from "../ids.ts";
import { awaitsAuthentication } from "../payments/authenticate.ts";
import { postMovement, releaseFunds } from "../payments/balance.ts";
import { receiveTransfer } from "../payments/cash.ts";
import { settleDebit } from "../payments/debit.ts";
import { closeDispute, escalateInquiry, openDispute } from "../payments/dispute.ts";
import { failPayout, payPayout, sweepBalance } from "../payments/payout.ts";
import { advanceRefund, failRefund } from "../payments/refund.ts";
import { cardOfNumber } from "../payments/test-cards.ts";
import { completeOnboarding } from "../resources/accounts.ts";
import { type Control, type ControlCall, subject } from "./control.ts";

const settlement = oneOf("succeeds", "fails");

/** What banks, payers and time do in real life. */
export const moneyControls: readonly Control[] = [
  {
    method: "POST",
    pattern: "/_sandbox/payment_intents/:id/settle",
    run: (call) => {
      const { outcome } = readParams({ outcome: settlement }, call.params);
      const intent = subject(call, "payment_intent");
      if (intent.status !== "processing") throw refusal(`${intent.id} isn't processing: it is ${intent.status}.`);
      settleDebit(call.ctx, intent.id, outcome ?? "succeeds");
      return subject(call, "payment_intent");
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/payment_intents/:id/authenticate",
    run: (call) => authenticate(call, "payment_intent"),
  },
  {
    method: "GET",
    pattern: "/_sandbox/payment_intents/:id/authenticate",
    run: (call) => {
      const intent = subject(call, "payment_intent");
      const url = `${call.ctx.settings.publicUrl}/c/authenticate/${intent.id}`;
      return { awaits_authentication: awaitsAuthentication(intent), url };
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/setup_intents/:id/authenticate",
    run: (call) => authenticate(call, "setup_intent"),
  },
  {
    method: "POST",
    pattern: "/_sandbox/customers/:id/transfer",
    run: (call) => {
      const { amount, reference } = readParams({ amount: required(positive), reference: text }, call.params);
      return receiveTransfer(call.ctx, subject(call, "customer").id, amount, reference ?? null);
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/payment_methods/:id/behave",
    run: (call) => {
      const { like } = readParams({ like: required(text) }, call.params);
      const number = like.replaceAll(" ", "");
      if (cardOfNumber(number) === undefined) throw invalidRequest("Not a test card.", { param: "like" });
      return update(call.ctx, "instrument", subject(call, "instrument"), { number });
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/payment_methods/:id/renew",
    run: (call) => {
      const given = readParams({ expMonth: required(positive), expYear: required(positive) }, call.params);
      const method = subject(call, "payment_method");
      if (method.card === undefined) throw refusal(`${method.id} is no card.`);
      const { exp_month, exp_year } = method.card;
      const card = { ...method.card, exp_month: given.expMonth, exp_year: given.expYear };
      const renewed = update(call.ctx, "payment_method", method, { card });
      emit(call.ctx, "payment_method.automatically_updated", renewed, { card: { exp_month, exp_year } });
      return renewed;
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/charges/:id/dispute",
    run: (call) => {
      const reason = oneOf("fraudulent", "product_not_received", "inquiry");
      const given = readParams({ reason, amount: positive }, call.params);
      const charge = subject(call, "charge");
      if ((given.amount ?? 0) > charge.amount_captured) throw refusal("More than the charge.", { param: "amount" });
      return openDispute(call.ctx, charge, given.reason ?? "fraudulent", given.amount);
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/disputes/:id/escalate",
    run: (call) => {
      const dispute = subject(call, "dispute");
      if (!dispute.status.startsWith("warning") || dispute.status === "warning_closed")
        throw refusal(`${dispute.id} is no open inquiry.`);
      return escalateInquiry(call.ctx, dispute);
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/disputes/:id/close",
    run: (call) => {
      const shape = { outcome: required(oneOf("won", "lost")), amount: positive };
      const { outcome, amount } = readParams(shape, call.params);
      const dispute = subject(call, "dispute");
      if (["won", "lost", "warning_closed"].includes(dispute.status)) throw refusal(`${dispute.id} is closed already.`);
      if ((amount ?? 0) > dispute.amount) throw refusal("More than the dispute.", { param: "amount" });
      return closeDispute(call.ctx, dispute, outcome, amount);
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/refunds/:id/fail",
    run: (call) => {
      const refund = subject(call, "refund");
      if (refund.status === "failed" || refund.status === "canceled")
        throw refusal(`${refund.id} is ${refund.status}.`);
      return failRefund(call.ctx, refund, "lost_or_stolen_card");
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/funds/release",
    run: ({ ctx }) => {
      for (const each of ctx.db.all("balance_transaction")) {
        if (each.status === "pending") update(ctx, "balance_transaction", each, { available_on: ctx.clock.now() });
      }
      releaseFunds(ctx);
      for (const refund of ctx.db.all("refund")) {
        if (refund.pending_reason === "insufficient_funds") advanceRefund(ctx, refund.id);
      }
      return { released: true };
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/funds",
    run: ({ ctx, params }) => {
      const { amount } = readParams({ amount: required(positive) }, params);
      const facts = { reportingCategory: "topup", fee: 0, description: "Top-up", availableOn: 0 };
      return postMovement(ctx, { type: "topup", amount, source: newId("tu"), ...facts });
    },
  },
  {
    method: "POST",
    pattern: "/_sandbox/payouts",
    run: ({ ctx }) => ({ payout: sweepBalance(ctx) }),
  },
  { method: "POST", pattern: "/_sandbox/payouts/:id/pay", run: (call) => payPayout(call.ctx, subject(call, "payout")) },
  {
    method: "POST",
    pattern: "/_sandbox/payouts/:id/fail",
    run: (call) => failPayout(call.ctx, subject(call, "payout")),
  },
  {
    method: "POST",
    pattern: "/_sandbox/accounts/:id/onboard",
    run: (call) => completeOnboarding(call.ctx, subject(call, "account")),
  },
];

function authenticate(call: ControlCall, kind: "payment_intent" | "setup_intent"): object {
  const { result } = readParams({ result: required(oneOf("succeed", "fail")) }, call.params);
  answerAuthentication(call.ctx, subject(call, kind), result);
  return subject(call, kind);
}

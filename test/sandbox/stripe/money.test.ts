import { describe, expect, test } from "vitest";
import { aPayment, aSandbox, aSavedDebit, balanceOf, errorOf } from "./support.ts";

describe("fees and availability (h)", () => {
  test.for([
    [50, 26],
    [100, 27],
    [1_033, 40],
    [1_034, 41],
    [10_000, 175],
  ])("a card payment of %d cents costs %d, rounded half up", async ([amount, fee]) => {
    const { stripe, controls } = await aSandbox();

    const paid = await aPayment(stripe, amount ?? 0);
    await controls.idle();
    const { data } = await stripe.balanceTransactions.list({ source: String(paid.latest_charge) });

    expect(data).toMatchObject([{ amount, fee, net: (amount ?? 0) - (fee ?? 0), reporting_category: "charge" }]);
    expect(data[0]?.fee_details).toMatchObject([{ type: "stripe_fee", amount: fee }]);
  });

  test("the balance transaction comes with charge.updated, never in the answer (S2)", async () => {
    const { stripe, controls } = await aSandbox({ asyncDelayMs: 60_000 });

    const paid = await aPayment(stripe, 1_000);
    const before = await stripe.charges.retrieve(String(paid.latest_charge));
    await controls.advanceClock(60);
    await controls.idle();
    const [updated] = await controls.events("charge.updated");

    expect(before.balance_transaction).toBeNull();
    expect(updated?.data.previous_attributes).toEqual({ balance_transaction: null });
  });

  test("money is pending for two days, with bypassPending at once", async () => {
    const { stripe, controls } = await aSandbox();
    await aPayment(stripe, 1_000);
    await aPayment(stripe, 2_000, "pm_card_bypassPending");
    await controls.idle();

    const atFirst = await balanceOf(stripe);
    await controls.advanceClock(2 * 86_400);
    const later = await balanceOf(stripe);

    expect(atFirst).toEqual({ available: 1_945, pending: 960 });
    expect(later).toEqual({ available: 2_905, pending: 0 });
  });
});

describe("refunds (F1, F5)", () => {
  test("several partial refunds sum to the charge and no further; the fee isn't given back", async () => {
    const { stripe, controls } = await aSandbox();
    const paid = await aPayment(stripe, 1_000);
    await controls.idle();
    const refund = (amount?: number) =>
      stripe.refunds.create({ payment_intent: paid.id, ...(amount === undefined ? {} : { amount }) });

    const first = await refund(300);
    const tooMuch = await errorOf(refund(701));
    await refund(700);
    const twice = await errorOf(refund());
    const charge = await stripe.charges.retrieve(String(paid.latest_charge), { expand: ["refunds"] });

    expect(first).toMatchObject({ status: "succeeded", amount: 300, charge: paid.latest_charge });
    expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
    expect(twice).toMatchObject({ statusCode: 400, code: "charge_already_refunded" });
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 1_000 });
    expect(charge.refunds?.data).toHaveLength(2);
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: -40 });
  });

  test("a refund that fails later brings the money back (5126)", async () => {
    const { stripe, controls } = await aSandbox();
    const paid = await aPayment(stripe, 1_000, "pm_card_refundFail");
    await controls.idle();

    const refund = await stripe.refunds.create({ payment_intent: paid.id });
    await controls.idle();
    const later = await stripe.refunds.retrieve(refund.id, { expand: ["failure_balance_transaction"] });
    const charge = await stripe.charges.retrieve(String(paid.latest_charge));

    expect(refund.status).toBe("succeeded");
    expect(later).toMatchObject({
      status: "failed",
      failure_reason: "expired_or_canceled_card",
      failure_balance_transaction: { amount: 1_000, type: "refund_failure", reporting_category: "refund_failure" },
    });
    expect(charge).toMatchObject({ refunded: false, amount_refunded: 0 });
    expect(await controls.events("refund.failed")).toHaveLength(1);
  });

  test("without available money a refund waits, can be cancelled, or goes out once there is money", async () => {
    const { stripe, controls } = await aSandbox();
    const paid = await aPayment(stripe, 1_000, "pm_card_bypassPending");
    await controls.idle();
    await controls.runPayout();

    const waiting = await stripe.refunds.create({ payment_intent: paid.id, amount: 400 });
    const canceled = await stripe.refunds.cancel(
      (await stripe.refunds.create({ payment_intent: paid.id, amount: 100 })).id,
    );
    await controls.addFunds(5_000);
    await controls.advanceClock(3_601);
    const sent = await stripe.refunds.retrieve(waiting.id);

    expect(waiting).toMatchObject({
      status: "pending",
      pending_reason: "insufficient_funds",
      balance_transaction: null,
    });
    expect(canceled.status).toBe("canceled");
    expect(sent.status).toBe("succeeded");
    expect(await balanceOf(stripe)).toEqual({ available: 4_600, pending: 0 });
  });

  test("a payment that isn't there yet can't be refunded", async () => {
    const { stripe } = await aSandbox();
    const open = await stripe.paymentIntents.create({ amount: 500, currency: "eur" });

    expect(await errorOf(stripe.refunds.create({ payment_intent: open.id }))).toMatchObject({ statusCode: 400 });
    expect(await errorOf(stripe.refunds.create({ payment_intent: "pi_x" }))).toMatchObject({
      code: "resource_missing",
    });
    expect(await errorOf(stripe.refunds.create({}))).toMatchObject({ statusCode: 400 });
  });
});

describe("disputes (F4)", () => {
  test("a disputed card withdraws amount and fee; winning brings the amount back once", async () => {
    const { stripe, controls } = await aSandbox();
    const paid = await aPayment(stripe, 10_000, "pm_card_createDispute");
    await controls.idle();
    const [dispute] = (await stripe.disputes.list({ payment_intent: paid.id })).data;
    const id = dispute?.id ?? "";

    const refused = await errorOf(stripe.refunds.create({ payment_intent: paid.id }));
    const submitted = await stripe.disputes.update(id, { evidence: { uncategorized_text: "winning_evidence" } });
    await controls.idle();
    const won = await stripe.disputes.retrieve(id);
    const again = await errorOf(stripe.disputes.close(id));

    expect(dispute).toMatchObject({
      status: "needs_response",
      amount: 10_000,
      reason: "fraudulent",
      is_charge_refundable: false,
    });
    expect(refused).toMatchObject({ code: "charge_disputed" });
    expect(submitted.status).toBe("under_review");
    expect(won.status).toBe("won");
    expect(won.balance_transactions).toMatchObject([
      { amount: -10_000, fee: 2_000, type: "adjustment", reporting_category: "dispute" },
      { amount: 10_000, fee: 0, reporting_category: "dispute_reversal" },
    ]);
    expect(again).toMatchObject({ statusCode: 400, code: "status_transition_invalid" });
    expect(await controls.events("charge.dispute.funds_reinstated")).toHaveLength(1);
  });

  test("closing a dispute accepts its loss", async () => {
    const { stripe, controls } = await aSandbox();
    const paid = await aPayment(stripe, 1_000);
    await controls.idle();
    const dispute = await controls.openDispute(String(paid.latest_charge), "product_not_received");

    const lost = await stripe.disputes.close(dispute.id);

    expect(lost).toMatchObject({ status: "lost", reason: "product_not_received" });
    expect(lost.balance_transactions).toHaveLength(1);
  });

  test("an inquiry moves no money until it is escalated", async () => {
    const { stripe, controls } = await aSandbox();
    const paid = await aPayment(stripe, 1_000, "pm_card_createDisputeInquiry");
    await controls.idle();
    const [inquiry] = (await stripe.disputes.list({ payment_intent: paid.id })).data;

    await stripe.disputes.update(inquiry?.id ?? "", { evidence: { uncategorized_text: "escalate_inquiry_evidence" } });
    await controls.idle();
    const escalated = await stripe.disputes.retrieve(inquiry?.id ?? "");

    expect(inquiry).toMatchObject({ status: "warning_needs_response", balance_transactions: [] });
    expect(escalated).toMatchObject({ status: "needs_response" });
    expect(escalated.balance_transactions).toHaveLength(1);
  });

  test("a SEPA dispute is lost from the start", async () => {
    const { stripe, controls } = await aSandbox();
    const { customer, method } = await aSavedDebit(stripe, "AT591904300235473203");
    const paid = await stripe.paymentIntents.create({
      amount: 3_000,
      currency: "eur",
      customer,
      payment_method: method,
      off_session: true,
      confirm: true,
    });

    await controls.advanceClock(6 * 86_400);
    await controls.idle();
    const [dispute] = (await stripe.disputes.list({ payment_intent: paid.id })).data;

    expect(dispute).toMatchObject({ status: "lost", balance_transactions: [{ amount: -3_000, fee: 1_500 }] });
    expect(await controls.events("charge.dispute.closed")).toHaveLength(1);
  });
});

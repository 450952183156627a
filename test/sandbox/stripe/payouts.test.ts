import type Stripe from "stripe";
import { describe, expect, test } from "vitest";
import type { SandboxControls } from "../../../src/sandbox/stripe/client.ts";
import { aPayment, aSandbox, balanceOf, errorOf } from "./support.ts";

async function aReadyAccount(stripe: Stripe, controls: SandboxControls): Promise<string> {
  const account = await stripe.accounts.create({ country: "FR", capabilities: { transfers: { requested: true } } });
  await controls.onboardAccount(account.id);
  return account.id;
}

describe("transfers (f)", () => {
  test("from a charge before its money is available, never more than the charge", async () => {
    const { stripe, controls } = await aSandbox();
    const destination = await aReadyAccount(stripe, controls);
    const paid = await aPayment(stripe, 1_000);
    await controls.idle();
    const send = (amount: number) =>
      stripe.transfers.create({ amount, currency: "eur", destination, source_transaction: String(paid.latest_charge) });

    const transfer = await send(600);
    const tooMuch = await errorOf(send(401));

    expect(transfer).toMatchObject({
      transfer_group: "campaign_1",
      destination_payment: expect.stringMatching(/^py_/),
    });
    expect(tooMuch).toMatchObject({ statusCode: 400, param: "amount" });
    expect(await balanceOf(stripe, { stripeAccount: destination })).toEqual({ available: 0, pending: 600 });
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 360 });
  });

  test("from the balance only what is available; reversed in parts, up to what was sent", async () => {
    const { stripe, controls } = await aSandbox();
    const destination = await aReadyAccount(stripe, controls);
    await aPayment(stripe, 1_000);
    await controls.idle();
    const send = (amount: number) => stripe.transfers.create({ amount, currency: "eur", destination });

    const early = await errorOf(send(500));
    await controls.releaseFunds();
    const { id } = await send(500);
    await stripe.transfers.createReversal(id, { amount: 200 });
    const tooMuch = await errorOf(stripe.transfers.createReversal(id, { amount: 301 }));
    await stripe.transfers.createReversal(id);
    const after = await stripe.transfers.retrieve(id);

    expect(early).toMatchObject({ statusCode: 400, code: "balance_insufficient" });
    expect(tooMuch.param).toBe("amount");
    expect(after).toMatchObject({ reversed: true, amount_reversed: 500 });
    expect(after.reversals.data).toHaveLength(2);
    expect(await balanceOf(stripe)).toEqual({ available: 960, pending: 0 });
    expect(await controls.events("transfer.reversed")).toHaveLength(2);
  });

  test("a v2 recipient can receive once onboarding is done on its page", async () => {
    const { stripe } = await aSandbox();
    const account = await stripe.v2.core.accounts.create({
      contact_email: "porteur@example.com",
      identity: { country: "fr" },
      dashboard: "express",
      defaults: { responsibilities: { fees_collector: "application", losses_collector: "application" } },
      configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
      include: ["configuration.recipient"],
    });
    const link = await stripe.v2.core.accountLinks.create({
      account: account.id,
      use_case: {
        type: "account_onboarding",
        account_onboarding: { refresh_url: "http://127.0.0.1:9/r", return_url: "http://127.0.0.1:9/pret" },
      },
    });

    const back = await fetch(link.url, { method: "POST", redirect: "manual" });
    const ready = await stripe.v2.core.accounts.retrieve(account.id, { include: ["configuration.recipient"] });

    expect(account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status).toBe("pending");
    expect(back.headers.get("location")).toBe("http://127.0.0.1:9/pret");
    expect(ready.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status).toBe("active");
  });
});

describe("payouts (h, R1)", () => {
  test("the automatic payout is the sum of what it lists", async () => {
    const { stripe, controls } = await aSandbox();
    const paid = await aPayment(stripe, 10_000);
    await aPayment(stripe, 5_000);
    await controls.idle();
    await stripe.refunds.create({ payment_intent: paid.id, amount: 1_000 });
    await controls.releaseFunds();

    const payout = await controls.runPayout();
    await controls.idle();
    const after = await stripe.payouts.retrieve(payout?.id ?? "");
    const items = await stripe.balanceTransactions
      .list({ payout: after.id, limit: 100 })
      .autoPagingToArray({ limit: 1_000 });
    const others = items.filter((item) => item.id !== after.balance_transaction);

    expect(after).toMatchObject({
      status: "paid",
      automatic: true,
      reconciliation_status: "completed",
      amount: 13_725,
    });
    expect(others).toHaveLength(3);
    expect(others.reduce((sum, item) => sum + item.net, 0)).toBe(after.amount);
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 0 });
    expect(
      (await controls.events()).filter((event) => event.type.startsWith("payout.")).map((event) => event.type),
    ).toEqual(["payout.created", "payout.paid", "payout.reconciliation_completed"]);
    expect(await controls.runPayout()).toBeNull();
  });

  test("one that fails after it was paid gives the money back", async () => {
    const { stripe, controls } = await aSandbox();
    await controls.addFunds(2_000);
    const payout = await controls.runPayout();
    await controls.payPayout(payout?.id ?? "");

    const failed = await controls.failPayout(payout?.id ?? "");

    expect(failed).toMatchObject({ status: "failed", failure_code: "account_closed" });
    expect(await balanceOf(stripe)).toEqual({ available: 2_000, pending: 0 });
  });

  test("a manual one needs available money, can be cancelled while pending, and isn't itemised", async () => {
    const { stripe, controls } = await aSandbox();
    const short = await errorOf(stripe.payouts.create({ amount: 100, currency: "eur" }));
    await controls.addFunds(1_000);

    const payout = await stripe.payouts.create({ amount: 400, currency: "eur" });
    const canceled = await stripe.payouts.cancel(payout.id);

    expect(short.code).toBe("balance_insufficient");
    expect(payout).toMatchObject({ automatic: false, reconciliation_status: "not_applicable", status: "pending" });
    expect(canceled.status).toBe("canceled");
    expect(await balanceOf(stripe)).toEqual({ available: 1_000, pending: 0 });
  });

  test("a connected account pays out its own balance, and its events name it", async () => {
    const { stripe, controls } = await aSandbox();
    const destination = await aReadyAccount(stripe, controls);
    await controls.addFunds(1_000);
    await stripe.transfers.create({ amount: 600, currency: "eur", destination });

    const payout = await stripe.payouts.create({ amount: 600, currency: "eur" }, { stripeAccount: destination });
    const onPlatform = await errorOf(stripe.payouts.retrieve(payout.id));
    const { data } = await stripe.events.list({ type: "payout.created" }, { stripeAccount: destination });

    expect(onPlatform.statusCode).toBe(404);
    expect(data).toMatchObject([{ account: destination }]);
    expect(await balanceOf(stripe, { stripeAccount: destination })).toEqual({ available: 0, pending: 0 });
  });
});

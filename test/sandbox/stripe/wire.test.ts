import { describe, expect, test } from "vitest";
import { decodeForm } from "../../../src/sandbox/stripe/http/form.ts";
import { aPaymentSession, aSandbox, successUrl } from "./support.ts";

describe("the wire form", () => {
  test.for([
    ["a=1&b=x%20y", { a: "1", b: "x y" }],
    ["a[b][c]=1&a[d]=2", { a: { b: { c: "1" }, d: "2" } }],
    ["a[0]=x&a[1]=y", { a: ["x", "y"] }],
    ["a[]=x&a[]=y", { a: ["x", "y"] }],
    ["a[1]=y&a[0]=x&a[10]=z", { a: ["x", "y", "z"] }],
    ["l[0][p][c]=eur&l[0][q]=2&l[1][q]=3", { l: [{ p: { c: "eur" }, q: "2" }, { q: "3" }] }],
    ["metadata[k%5D]=v", {}],
    ["a=", { a: "" }],
    ["__proto__[x]=1", { ["__proto__"]: { x: "1" } }],
    ["a%5Bb%5D=1", { a: { b: "1" } }],
    ["", {}],
  ] as const)("%s", ([text, expected]) => {
    const decoded = decodeForm(text);

    if (text.startsWith("metadata")) expect(decoded).toHaveProperty("metadata");
    else expect(JSON.stringify(decoded)).toBe(JSON.stringify(expected));
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});

describe("lists", () => {
  test("come newest first, in pages that the SDK walks in both directions", async () => {
    const { stripe } = await aSandbox();
    for (let index = 0; index < 7; index += 1) await stripe.customers.create({ name: String(index) });

    const walked = await stripe.customers.list({ limit: 3 }).autoPagingToArray({ limit: 100 });
    const first = await stripe.customers.list({ limit: 3 });
    const back = await stripe.customers.list({ limit: 2, ending_before: walked[3]?.id ?? "" });

    expect(walked.map((customer) => customer.name)).toEqual(["6", "5", "4", "3", "2", "1", "0"]);
    expect(first).toMatchObject({ object: "list", has_more: true, url: "/v1/customers" });
    expect(back.data.map((customer) => customer.name)).toEqual(["5", "4"]);
    expect(back.has_more).toBe(true);
  });

  test("are filtered by the time of creation", async () => {
    const { stripe, controls } = await aSandbox();
    const early = await stripe.customers.create();
    await controls.advanceClock(100);
    const late = await stripe.customers.create();

    const after = await stripe.customers.list({ created: { gt: early.created } });
    const until = await stripe.customers.list({ created: { lte: early.created } });
    const at = await stripe.customers.list({ created: late.created });

    expect([after, until, at].map((list) => list.data.map(({ id }) => id))).toEqual([[late.id], [early.id], [late.id]]);
  });

  test("of events go backwards from the last one seen, for a sweep in order (S3)", async () => {
    const { stripe } = await aSandbox();
    await stripe.customers.create();
    const [seen] = (await stripe.events.list({ limit: 1 })).data;
    for (let index = 0; index < 3; index += 1) await stripe.customers.create({ name: String(index) });

    const missed = await stripe.events
      .list({ ending_before: seen?.id ?? "", limit: 2 })
      .autoPagingToArray({ limit: 10 });

    expect(missed.map((event) => Object(event.data.object).name)).toEqual(["0", "1", "2"]);
  });
});

describe("expansion", () => {
  test("reaches four levels, also through a list", async () => {
    const { stripe, controls } = await aSandbox();
    const customer = await stripe.customers.create({ name: "A" });
    const session = await aPaymentSession(stripe, 900, { customer: customer.id });
    await fetch(session.url, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ number: "4242424242424242", email: "a@b", name: "A" }),
    });
    await controls.idle();

    const deep = await stripe.checkout.sessions.retrieve(session.session.id, {
      expand: ["payment_intent.latest_charge.balance_transaction.source"],
    });
    const listed = await stripe.balanceTransactions.list({ expand: ["data.source.customer"] });

    expect(deep).toMatchObject({
      payment_intent: { latest_charge: { balance_transaction: { source: { object: "charge" } } } },
    });
    expect(listed.data).toMatchObject([{ source: { object: "charge", customer: { name: "A" } } }]);
  });

  test("isn't remembered: the object itself keeps its id", async () => {
    const { stripe } = await aSandbox();
    const customer = await stripe.customers.create();

    const expanded = await stripe.paymentIntents.create({
      amount: 100,
      currency: "eur",
      customer: customer.id,
      expand: ["customer"],
    });
    const plain = await stripe.paymentIntents.retrieve(expanded.id);

    expect(expanded.customer).toMatchObject({ id: customer.id });
    expect(plain.customer).toBe(customer.id);
  });
});

describe("objects", () => {
  test("metadata merges, removes by an empty value, and clears as a whole", async () => {
    const { stripe } = await aSandbox();
    const { id } = await stripe.customers.create({ metadata: { a: "1", b: "2" } });

    const merged = await stripe.customers.update(id, { metadata: { b: "", c: "3" } });
    const kept = await stripe.customers.update(id, { name: "N" });

    expect(merged.metadata).toEqual({ a: "1", c: "3" });
    expect(kept).toMatchObject({ metadata: { a: "1", c: "3" }, name: "N" });
  });

  test("a deleted customer says so, and is gone from the list", async () => {
    const { stripe } = await aSandbox();
    const { id } = await stripe.customers.create();
    await stripe.customers.del(id);

    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    expect((await stripe.customers.list()).data).toEqual([]);
  });

  test("ids look like Stripe's, secrets belong to their intent, and nothing is undefined where the types say null", async () => {
    const { stripe } = await aSandbox({ asyncDelayMs: 60_000 });

    const intent = await stripe.paymentIntents.create({
      amount: 500,
      currency: "eur",
      payment_method: "pm_card_visa",
      confirm: true,
      return_url: successUrl,
    });
    const charge = await stripe.charges.retrieve(String(intent.latest_charge));

    expect(intent.id).toMatch(/^pi_[0-9A-Za-z]{24}$/);
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_`));
    expect(charge.id).toMatch(/^ch_/);
    for (const field of [
      "application",
      "canceled_at",
      "last_payment_error",
      "next_action",
      "on_behalf_of",
      "review",
      "shipping",
    ]) {
      expect(intent).toHaveProperty(field, null);
    }
    for (const field of [
      "balance_transaction",
      "failure_code",
      "failure_message",
      "source_transfer",
      "transfer_data",
    ]) {
      expect(charge).toHaveProperty(field, null);
    }
  });

  test("every answer names its request and the API version", async () => {
    const { stripe } = await aSandbox();

    const { lastResponse } = await stripe.customers.create();

    expect(lastResponse.requestId).toMatch(/^req_/);
    expect(lastResponse.headers["stripe-version"]).toBe("2026-10-28.endive");
  });
});

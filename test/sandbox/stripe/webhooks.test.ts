import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { completeCheckout } from "../../../src/sandbox/stripe/client.ts";
import { aPaymentSession, aSandbox, aWebhookReceiver, type ReceivedWebhook } from "./support.ts";

const secret = "whsec_test";

async function aListeningSandbox(answer?: (count: number) => number) {
  const receiver = await aWebhookReceiver(answer);
  const sandbox = await aSandbox({ webhookEndpoints: [{ url: receiver.url, secret }], webhookRetryMs: [20, 40] });
  return { ...sandbox, ...receiver };
}

const typesOf = (received: readonly ReceivedWebhook[]) => received.map(({ body }) => JSON.parse(body).type as string);

describe("webhooks as Stripe sends them (S2)", () => {
  test("are signed so that the SDK accepts them, and carry the object, our key and the API version", async () => {
    const { stripe, controls, received } = await aListeningSandbox();
    await stripe.customers.create({ email: "a@example.com" }, { idempotencyKey: "key-1" });
    await controls.idle();

    const [webhook] = received;
    const event = stripe.webhooks.constructEvent(webhook?.body ?? "", webhook?.signature ?? "", secret);

    expect(event).toMatchObject({
      object: "event",
      type: "customer.created",
      api_version: Stripe.API_VERSION,
      livemode: false,
      pending_webhooks: 1,
      request: { id: expect.stringMatching(/^req_/), idempotency_key: "key-1" },
      data: { object: { object: "customer", email: "a@example.com" } },
    });
    expect(event).not.toHaveProperty("account");
    expect((await stripe.events.retrieve(event.id)).pending_webhooks).toBe(0);
  });

  test("a checkout makes event after event, the balance transaction's last, and each arrives", async () => {
    const { stripe, controls, received } = await aListeningSandbox();
    const { url } = await aPaymentSession(stripe);

    await completeCheckout(url, { card: "4242424242424242" });
    await controls.idle();

    expect(typesOf(received).toSorted()).toEqual([
      "charge.succeeded",
      "charge.updated",
      "checkout.session.completed",
      "payment_intent.created",
      "payment_intent.succeeded",
    ]);
    expect((await stripe.events.list()).data[0]?.type).toBe("charge.updated");
  });

  test("anything but 2xx is tried again with a longer wait, then given up and listed as not delivered (S3)", async () => {
    const { stripe, controls, received } = await aListeningSandbox((count) => (count < 3 ? 500 : 204));
    await stripe.customers.create();
    await controls.idle();
    const healed = received.length;
    const { url } = await aWebhookReceiver(() => 302);
    const [endpoint] = (await stripe.webhookEndpoints.list()).data;
    await stripe.webhookEndpoints.update(endpoint?.id ?? "", { url });

    const customer = await stripe.customers.create();
    await controls.idle();
    const missed = await stripe.events.list({ delivery_success: false });

    expect(healed).toBe(3);
    expect(missed.data.map((event) => Object(event.data.object).id)).toEqual([customer.id]);
  });

  test("an endpoint made through the API shows its secret once and gets what it asked for", async () => {
    const { stripe, controls } = await aSandbox();
    const { url, received } = await aWebhookReceiver();
    const endpoint = await stripe.webhookEndpoints.create({
      url,
      enabled_events: ["customer.deleted"],
      api_version: "2026-10-28.endive",
    });

    const customer = await stripe.customers.create();
    await stripe.customers.del(customer.id);
    await controls.idle();
    const again = await stripe.webhookEndpoints.retrieve(endpoint.id);

    expect(endpoint.secret).toMatch(/^whsec_/);
    expect(again).not.toHaveProperty("secret");
    expect(typesOf(received)).toEqual(["customer.deleted"]);
    expect(() =>
      stripe.webhooks.constructEvent(received[0]?.body ?? "", received[0]?.signature ?? "", endpoint.secret ?? ""),
    ).not.toThrow();
  });

  test("a connected account's events go to Connect endpoints, with its id", async () => {
    const platform = await aWebhookReceiver();
    const connect = await aWebhookReceiver();
    const { stripe, controls } = await aSandbox({
      webhookEndpoints: [
        { url: platform.url, secret },
        { url: connect.url, secret, connect: true },
      ],
    });
    const account = await stripe.accounts.create({ capabilities: { transfers: { requested: true } } });

    await controls.onboardAccount(account.id);
    await controls.idle();

    expect(typesOf(connect.received)).toEqual(["capability.updated", "account.updated"]);
    expect(JSON.parse(connect.received[1]?.body ?? "")).toMatchObject({ account: account.id });
    expect(typesOf(platform.received)).not.toContain("account.updated");
  });
});

describe("webhooks that go wrong (S2, S3, S5)", () => {
  test("one is lost, another comes twice, and the event list has all of them", async () => {
    const { stripe, controls, received } = await aListeningSandbox();
    await controls.orderWebhooks({ action: "drop", types: ["payment_intent.succeeded"] });
    await controls.orderWebhooks({ action: "duplicate", types: ["charge.succeeded"] });
    const { url } = await aPaymentSession(stripe);

    await completeCheckout(url, { card: "4242424242424242" });
    await controls.idle();
    const types = typesOf(received);
    const listed = await stripe.events.list({ types: ["payment_intent.succeeded", "charge.succeeded"] });

    expect(types).not.toContain("payment_intent.succeeded");
    expect(types.filter((type) => type === "charge.succeeded")).toHaveLength(2);
    expect(listed.data).toHaveLength(2);
  });

  test.for([
    ["reversed", { order: "reversed" }, ["customer.deleted", "customer.updated", "customer.created"]],
    [
      "in a chosen order",
      { first: ["customer.updated"] },
      ["customer.updated", "customer.created", "customer.deleted"],
    ],
    ["as they came", {}, ["customer.created", "customer.updated", "customer.deleted"]],
  ] as const)("held, then sent %s", async ([, order, expected]) => {
    const { stripe, controls, received } = await aListeningSandbox();
    await controls.holdWebhooks();
    const customer = await stripe.customers.create();
    await stripe.customers.update(customer.id, { name: "B" });
    await stripe.customers.del(customer.id);
    await controls.idle();
    const before = received.length;

    await controls.flushWebhooks(order);
    await controls.idle();

    expect(before).toBe(0);
    expect(typesOf(received)).toEqual(expected);
  });

  test("a late one overtakes nothing and still arrives", async () => {
    const { stripe, controls, received } = await aListeningSandbox();
    await controls.orderWebhooks({ action: "delay", delayMs: 150, types: ["customer.created"] });

    const customer = await stripe.customers.create();
    await stripe.customers.del(customer.id);
    await controls.idle();

    expect(typesOf(received)).toEqual(["customer.deleted", "customer.created"]);
  });

  test("a wrong secret or an old timestamp is refused by the SDK", async () => {
    const { stripe, controls, received } = await aListeningSandbox();
    await controls.orderWebhooks({ action: "distort", distortion: { wrongSecret: true } });
    await controls.orderWebhooks({ action: "distort", distortion: { ageSeconds: 301 } });
    await stripe.customers.create();
    await stripe.customers.create();
    await controls.idle();

    for (const { body, signature } of received) {
      expect(() => stripe.webhooks.constructEvent(body, signature, secret)).toThrow(
        Stripe.errors.StripeSignatureVerificationError,
      );
    }
    expect(received).toHaveLength(2);
  });

  test("another mode, version or account can be put into the event", async () => {
    const { stripe, controls, received } = await aListeningSandbox();
    await controls.orderWebhooks({
      action: "distort",
      distortion: { livemode: true, apiVersion: "2024-06-20", account: "acct_stranger" },
    });

    await stripe.customers.create();
    await controls.idle();

    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
      livemode: true,
      api_version: "2024-06-20",
      account: "acct_stranger",
    });
  });
});

import { describe, expect, test } from "vitest";
import { CheckoutRefusedError, completeCheckout } from "../../../src/sandbox/stripe/client.ts";
import { aPaymentSession, aSandbox, aSetupSession, errorOf } from "./support.ts";

async function refusalOf(checkout: Promise<string>): Promise<CheckoutRefusedError> {
  const error = await checkout.catch((reason: unknown) => reason);
  if (error instanceof CheckoutRefusedError) return error;
  throw new Error("The checkout wasn't refused.");
}

describe("the hosted page", () => {
  test("says that it is a test, in the browser's or the session's language, without scripts, and may only lead back", async () => {
    const { stripe } = await aSandbox();
    const { url } = await aPaymentSession(stripe, 2_500, { cancel_url: "https://fonds.example/annule" });
    const { url: inEnglish } = await aPaymentSession(stripe, 2_500, { locale: "en" });

    const french = await fetch(url, { headers: { "accept-language": "fr-FR,fr;q=0.9,en;q=0.8" } });
    const english = await fetch(inEnglish, { headers: { "accept-language": "fr" } });
    const page = await french.text();

    expect(page).toContain('<html lang="fr">');
    expect(page).toContain("Page de test");
    expect(page).toContain("25,00");
    expect(page).toContain('href="https://fonds.example/annule"');
    expect(page).not.toContain("<script");
    expect(await english.text()).toContain('<html lang="en">');
    expect(french.headers.get("content-security-policy")).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:9; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  test.for([
    ["en-GB,en;q=0.9", "en"],
    ["en;q=0.5,fr", "fr"],
    ["de,en;q=0.8,fr;q=0.3", "en"],
    ["de", "fr"],
    ["", "fr"],
  ])("speaks to a browser that prefers %s in %s", async ([accepted, lang]) => {
    const { stripe } = await aSandbox();
    const { url } = await aPaymentSession(stripe);

    const page = await (await fetch(url, { headers: { "accept-language": accepted ?? "" } })).text();

    expect(page).toContain(`<html lang="${lang}">`);
  });

  test("asks again, with the reason, when something is missing", async () => {
    const { stripe } = await aSandbox();
    const { url } = await aPaymentSession(stripe);

    const noEmail = await refusalOf(completeCheckout(url, { card: "4242424242424242", email: "nobody" }));
    const noName = await refusalOf(completeCheckout(url, { card: "4242424242424242", name: " " }));
    const noCard = await refusalOf(completeCheckout(url, { card: "" }));

    expect([noEmail.status, noName.status, noCard.status]).toEqual([422, 422, 422]);
    expect(noName.message).toBe("Indiquez votre nom.");
  });

  test("shows a decline, and the same session can be paid with another card: one intent, two charges", async () => {
    const { stripe } = await aSandbox();
    const { session, url } = await aPaymentSession(stripe);

    const declined = await refusalOf(completeCheckout(url, { card: "4000000000009995" }));
    await completeCheckout(url, { card: "4242424242424242" });
    const { data } = await stripe.charges.list();

    expect(declined).toMatchObject({ status: 402 });
    expect(declined.message).toContain("votre carte n'est pas suffisamment approvisionnée");
    expect(data.map((charge) => charge.status)).toEqual(["succeeded", "failed"]);
    expect(new Set(data.map((charge) => charge.payment_intent)).size).toBe(1);
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_intent).toBe(data[0]?.payment_intent);
  });

  test.for(["4111111111111112", "4111111111111111"])("turns away %s: not a test card", async (card) => {
    const { stripe } = await aSandbox();
    const { url } = await aPaymentSession(stripe);

    expect(await refusalOf(completeCheckout(url, { card }))).toMatchObject({ status: 402 });
  });

  test("submitted twice at once, pays once and leads both to the same place (S1)", async () => {
    const { stripe, controls } = await aSandbox();
    const { url } = await aPaymentSession(stripe);

    const landed = await Promise.all([1, 2, 3].map(() => completeCheckout(url, { card: "4242424242424242" })));

    expect(new Set(landed).size).toBe(1);
    expect((await stripe.charges.list()).data).toHaveLength(1);
    expect(await controls.events("checkout.session.completed")).toHaveLength(1);
  });

  test("an address nobody made is a page that isn't there", async () => {
    const { url } = await aSandbox();

    expect((await fetch(`${url}/c/pay/cs_test_x`)).status).toBe(404);
  });
});

describe("authentication by the bank", () => {
  test.for([
    ["payment", "succeed", "4000002760003184", "succeeded"],
    ["payment", "succeed", "4000002500003155", "succeeded"],
    ["setup", "succeed", "4000002500003155", "succeeded"],
    ["setup", "succeed", "4000008260003178", "succeeded"],
    ["payment", "fail", "4000002760003184", "requires_payment_method"],
    ["setup", "fail", "4000002500003155", "requires_payment_method"],
  ] as const)("%s: %s with %s ends %s", async ([mode, authentication, card, status]) => {
    const { stripe } = await aSandbox();
    const customer = await stripe.customers.create();
    const { session, url } =
      mode === "setup" ? await aSetupSession(stripe, customer.id) : await aPaymentSession(stripe);

    const landed = await completeCheckout(url, { card, authentication }).catch((error: unknown) => error);
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ["payment_intent", "setup_intent"] });

    expect(after).toMatchObject({ [`${mode}_intent`]: { status, next_action: null } });
    expect(after.status).toBe(status === "succeeded" ? "complete" : "open");
    if (authentication === "fail") expect(landed).toMatchObject({ status: 402 });
    else expect(landed).toContain(session.id);
  });

  test("asked first and paid without money: the decline comes after the answer (3178)", async () => {
    const { stripe } = await aSandbox();
    const { url } = await aPaymentSession(stripe);

    expect((await refusalOf(completeCheckout(url, { card: "4000008260003178" }))).message).toContain(
      "pas suffisamment approvisionnée",
    );
  });

  test("an intent confirmed through the API sends its payer to the bank's page and back", async () => {
    const { stripe } = await aSandbox();
    const intent = await stripe.paymentIntents.create({
      amount: 700,
      currency: "eur",
      payment_method: "pm_card_authenticationRequired",
      confirm: true,
      return_url: "http://127.0.0.1:9/retour?don=1",
    });
    const bank = intent.next_action?.redirect_to_url?.url ?? "";

    const page = await (await fetch(bank)).text();
    const answer = await fetch(bank, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ result: "succeed" }),
    });

    expect(intent.status).toBe("requires_action");
    expect(page).toContain('value="succeed"');
    expect(answer.headers.get("location")).toMatch(/retour\?don=1&payment_intent=pi_.*redirect_status=succeeded$/);
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe("succeeded");
  });
});

describe("a session's end", () => {
  test("expires by the clock, cancels its intent, says so once, and refuses payment from then on (P7)", async () => {
    const { stripe, controls } = await aSandbox();
    const customer = await stripe.customers.create();
    const { session, url } = await aSetupSession(stripe, customer.id);

    await controls.advanceClock(86_401);
    const late = await refusalOf(completeCheckout(url, { card: "4242424242424242" }));
    const after = await stripe.checkout.sessions.retrieve(session.id, { expand: ["setup_intent"] });

    expect(late.status).toBe(410);
    expect(after).toMatchObject({ status: "expired", url: null, setup_intent: { status: "canceled" } });
    expect(await controls.events("checkout.session.expired")).toHaveLength(1);
  });

  test("can be expired by us while it is open, and not after it is complete (P11)", async () => {
    const { stripe } = await aSandbox();
    const open = await aPaymentSession(stripe);
    const complete = await aPaymentSession(stripe);
    await completeCheckout(complete.url, { card: "4242424242424242" });

    const expired = await stripe.checkout.sessions.expire(open.session.id);
    const error = await errorOf(stripe.checkout.sessions.expire(complete.session.id));

    expect(expired.status).toBe("expired");
    expect(error.message).toContain('has a status of "complete"');
  });

  test("its intents can't be confirmed or cancelled behind its back", async () => {
    const { stripe } = await aSandbox();
    const customer = await stripe.customers.create();
    const { session } = await aSetupSession(stripe, customer.id);

    const error = await errorOf(stripe.setupIntents.cancel(String(session.setup_intent)));

    expect(error).toMatchObject({ statusCode: 400, code: "setup_intent_unexpected_state" });
  });

  test("makes a customer where the session wants one, and keeps the card for later", async () => {
    const { stripe } = await aSandbox();
    const { session, url } = await aPaymentSession(stripe, 1_000, {
      payment_intent_data: { setup_future_usage: "off_session" },
    });

    await completeCheckout(url, { card: "4242424242424242", email: "c@example.com" });
    const { customer } = await stripe.checkout.sessions.retrieve(session.id);
    const methods = await stripe.customers.listPaymentMethods(String(customer));
    const again = await stripe.paymentIntents.create({
      amount: 1_000,
      currency: "eur",
      customer: String(customer),
      payment_method: methods.data[0]?.id ?? "",
      off_session: true,
      confirm: true,
    });

    expect(again.status).toBe("succeeded");
  });

  test("a debit completes the session unpaid, and says later how it ended", async () => {
    const { stripe, controls } = await aSandbox();
    const good = await aPaymentSession(stripe);
    const bad = await aPaymentSession(stripe);
    await completeCheckout(good.url, { card: "AT61 1904 3002 3457 3201" });
    await completeCheckout(bad.url, { card: "AT861904300235473202" });
    const during = await stripe.checkout.sessions.retrieve(good.session.id);

    await controls.advanceClock(6 * 86_400);
    const paid = await stripe.checkout.sessions.retrieve(good.session.id);
    const unpaid = await stripe.checkout.sessions.retrieve(bad.session.id, { expand: ["payment_intent"] });

    expect([during.status, during.payment_status, paid.payment_status]).toEqual(["complete", "unpaid", "paid"]);
    expect(unpaid).toMatchObject({ payment_status: "unpaid", payment_intent: { status: "requires_payment_method" } });
    expect(await controls.events("checkout.session.async_payment_succeeded")).toHaveLength(1);
    expect(await controls.events("checkout.session.async_payment_failed")).toHaveLength(1);
  });
});

test("the same card has the same fingerprint for whoever uses it, another card has another (M6)", async () => {
  const { stripe } = await aSandbox();
  const cards = ["pm_card_visa", "pm_card_visa", "pm_card_mastercard"];
  const customers = await Promise.all(cards.map(() => stripe.customers.create()));

  const methods = await Promise.all(
    cards.map((card, index) => stripe.paymentMethods.attach(card, { customer: customers[index]?.id ?? "" })),
  );
  const [first, same, other] = methods.map((method) => method.card?.fingerprint);

  expect(first).toBe(same);
  expect(first).not.toBe(other);
  expect(methods[0]?.id).not.toBe(methods[1]?.id);
});

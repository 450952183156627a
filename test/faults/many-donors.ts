import { expect } from "vitest";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";

type Answer = { readonly id: string; readonly checkoutUrl: string; readonly matchCents: number };
type Sent = { readonly body: Answer; readonly replayed: boolean };

export type Donor = {
  readonly key: string;
  readonly body: object;
  /** When, if ever, the same request goes to the other web process too. */
  readonly again: "never" | "at-once" | "afterwards";
};

/** Sends a donor's pledge to one web process, and repeats it at the other; the payment follows on Stripe's page. */
export async function pledgeAndPay(webs: readonly [string, string], campaignId: string, donor: Donor): Promise<Answer> {
  const [web, other] = webs.map((origin) => () => send(`${origin}/api/v1/campaigns/${campaignId}/pledges`, donor));
  if (web === undefined || other === undefined) throw new Error("two web processes are needed");
  const [first, twin] = await Promise.all([web(), donor.again === "at-once" ? other() : undefined]);
  const repeated = donor.again === "afterwards" ? await other() : twin;
  if (repeated !== undefined) expect(repeated.body).toEqual(first.body);
  if (donor.again === "afterwards") expect(repeated?.replayed).toBe(true);
  await completeCheckout(first.body.checkoutUrl, { card: "4242424242424242", name: `Solène ${donor.key}` });
  return first.body;
}

/** While the first request is under way its twin is told to come again (409), as a client then does. */
async function send(url: string, { key, body }: Donor): Promise<Sent> {
  for (;;) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (answer.status === 201)
      return { body: JSON.parse(text), replayed: answer.headers.get("idempotency-replayed") === "true" };
    if (answer.status !== 409 || !text.includes("request-in-flight"))
      throw new Error(`a pledge was answered ${answer.status}: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

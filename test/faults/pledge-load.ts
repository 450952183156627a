import { randomBytes } from "node:crypto";

export type Heard = {
  readonly key: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly ms: number;
};

/** What no request may take longer than, whatever fails behind it. */
export const PATIENCE_MS = 15_000;
const PAUSE_MS = 400;

/** Sends one pledge; the same key is the same pledge. Throws where the answer takes longer than the patience. */
export async function pledgeOnce(origin: string, campaignId: string, key: string): Promise<Heard> {
  const begun = performance.now();
  const answer = await fetch(`${origin}/api/v1/campaigns/${campaignId}/pledges`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ amountCents: 1_000, email: `${key}@example.org`, displayName: key }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const text = await answer.text();
  const type = answer.headers.get("content-type") ?? "";
  return { key, status: answer.status, type, text, ms: performance.now() - begun };
}

/** Some donors pledging one after the other until told to stop, each gift under a key of its own. */
export function startLoad(origin: string, campaignId: string, donors = 6) {
  const heard: Heard[] = [];
  let isStopped = false;
  const loops = Array.from({ length: donors }, async () => {
    while (!isStopped) {
      const answer = await pledgeOnce(origin, campaignId, `load-${randomBytes(8).toString("hex")}`);
      heard.push(answer);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  });
  const all = Promise.all(loops);
  all.catch(() => {});
  return {
    heard,
    stop: async () => {
      isStopped = true;
      await all;
    },
  };
}

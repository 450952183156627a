import { inTransaction } from "../db/transaction.ts";
import { furnishFund } from "../demo/furnish-fund.ts";
import { makeDemoGifts } from "../demo/gifts.ts";
import { seedPeople } from "../demo/people.ts";
import { mark, markBegun, readProgress } from "../demo/progress.ts";
import type { Deps } from "../deps.ts";

export { DEMO_PEOPLE } from "../demo/people.ts";

/**
 * Fills an empty fund with something to try it with; one that has people is left as it is. What an interrupted start
 * left half done is gone on with.
 */
export async function seedDemoData(deps: Deps): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (await seedPeople(tx)) await markBegun(tx);
  });
  if ((await readProgress(deps.db)) !== "begun") return;
  await furnishFund(deps);
  await mark(deps.db, "furnished");
}

/**
 * Lets the demo's donors give once the service answers, without keeping anyone waiting. Where it fails, the next start
 * goes on.
 * @returns what ends it after the gift under way
 */
export function makeGiftsInBackground(deps: Deps): () => Promise<void> {
  const stopping = new AbortController();
  const giving = (async () => {
    if ((await readProgress(deps.db)) !== "furnished") return;
    await makeDemoGifts(deps, stopping.signal);
    if (!stopping.signal.aborted) await mark(deps.db, "done");
  })().catch((error: unknown) => deps.log.warn({ err: error }, "the demo's gifts could not all be made"));
  return async () => {
    stopping.abort();
    await giving;
  };
}

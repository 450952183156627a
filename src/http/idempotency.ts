import { and, eq, lt, type SQL, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { idempotencyKeys } from "../db/schema/platform.ts";
import { keyInFlight, keyReused } from "./messages.ts";

export type KeyedRequest = {
  readonly actor: string;
  readonly key: string;
  readonly route: string;
  readonly requestHash: string;
};

export type KeptAnswer = { readonly status: number; readonly body: string };

/** `keep: false`: a passing failure, which the same key may try again. */
type FreshAnswer = KeptAnswer & { readonly keep: boolean };

/** After this, a request that never answered (its process died) may be taken over: use cases repeat safely. */
const LEASE_SECONDS = 60;

/**
 * Runs a request once per key and actor, and gives its first answer again to the same request.
 * @throws AppError 422 when the key belongs to another request, 409 while the first one is under way.
 */
export async function oncePerKey(
  db: Database,
  request: KeyedRequest,
  run: () => Promise<FreshAnswer>,
): Promise<KeptAnswer & { readonly replayed: boolean }> {
  const claim = await claimKey(db, request);
  if (claim.kind === "answered") return { ...claim.answer, replayed: true };
  const mine = and(ofRequest(request), eq(idempotencyKeys.createdAt, claim.at));
  const release = () => db.delete(idempotencyKeys).where(mine);
  const answer = await run().catch(async (error: unknown) => {
    await release().catch(() => {});
    throw error;
  });
  // Where this fails, the answer is true all the same: the lease ends, and the same request finds its own effect.
  await (answer.keep ? keep(db, mine, answer) : release()).catch(() => {});
  return { status: answer.status, body: answer.body, replayed: false };
}

const keep = (db: Database, mine: SQL | undefined, { status, body }: KeptAnswer) =>
  db.update(idempotencyKeys).set({ state: "answered", responseStatus: status, responseBody: body }).where(mine);

type Claim = { readonly kind: "mine"; readonly at: Date } | { readonly kind: "answered"; readonly answer: KeptAnswer };

// Milliseconds, since a JavaScript date holds no more and the claim is recognised by its instant.
const now = sql`date_trunc('milliseconds', clock_timestamp())`;

async function claimKey(db: Database, request: KeyedRequest): Promise<Claim> {
  const [fresh] = await db
    .insert(idempotencyKeys)
    .values({ ...request, state: "started", createdAt: now })
    .onConflictDoNothing()
    .returning({ at: idempotencyKeys.createdAt });
  if (fresh !== undefined) return { kind: "mine", at: fresh.at };

  const [seen] = await db.select().from(idempotencyKeys).where(ofRequest(request));
  if (seen === undefined) throw keyInFlight();
  if (seen.requestHash !== request.requestHash) throw keyReused();
  if (seen.responseStatus !== null && seen.responseBody !== null) {
    return { kind: "answered", answer: { status: seen.responseStatus, body: seen.responseBody } };
  }
  const [taken] = await db
    .update(idempotencyKeys)
    .set({ createdAt: now })
    .where(
      and(
        ofRequest(request),
        eq(idempotencyKeys.state, "started"),
        lt(idempotencyKeys.createdAt, sql`clock_timestamp() - make_interval(secs => ${LEASE_SECONDS})`),
      ),
    )
    .returning({ at: idempotencyKeys.createdAt });
  if (taken === undefined) throw keyInFlight();
  return { kind: "mine", at: taken.at };
}

const ofRequest = ({ actor, key }: KeyedRequest) => and(eq(idempotencyKeys.actor, actor), eq(idempotencyKeys.key, key));

const KEPT_DAYS = 30;

/** Forgets answers nobody will ask for again. Returns how many. */
export async function purgeIdempotencyKeys(db: Database): Promise<number> {
  const gone = await db
    .delete(idempotencyKeys)
    .where(lt(idempotencyKeys.createdAt, sql`clock_timestamp() - make_interval(days => ${KEPT_DAYS})`))
    .returning({ key: idempotencyKeys.key });
  return gone.length;
}

import { StripeApiError, serverError } from "../errors.ts";
import type { Sandbox } from "../sandbox.ts";
import { type Answer, failure, hangUp } from "./answer.ts";
import { expandPaths } from "./expand.ts";
import { type Match, splitExpand } from "./router.ts";
import { includes } from "./routes.ts";

/** One request of the API, with what its headers say. */
export interface Incoming {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly account: string;
  readonly key: string | null;
  readonly params: Record<string, unknown>;
  readonly fingerprint: string;
  readonly match: Match;
}

/** Stripe promises 24 hours for an idempotency key, 30 days in v2, and no more. */
const v1KeySeconds = 86_400;
const v2KeySeconds = 30 * 86_400;

/** Runs the endpoint once, with the failures that were ordered, and keeps the answer under its key. */
export async function execute(sandbox: Sandbox, incoming: Incoming, scoped: string | null): Promise<Answer> {
  const { method, path } = incoming;
  const slow = sandbox.faults.take(method, path, ["slow"]);
  if (slow !== undefined) await new Promise((resolve) => setTimeout(resolve, slow.delayMs));
  const before = sandbox.faults.take(method, path, ["fail_before"]);
  if (before !== undefined) return before.how === "drop" ? hangUp : failure(serverError(), incoming.id);
  const after = sandbox.faults.take(method, path, ["fail_after"]);
  const { answer, saved } = run(sandbox, incoming);
  const sent = after === undefined ? answer : after.how === "drop" ? hangUp : failure(serverError(), incoming.id);
  const kept = after?.how === "error" && after.replays === "failure" ? sent : answer;
  if (scoped !== null && saved) {
    const { fingerprint, id: requestId } = incoming;
    sandbox.store.view("").put("saved_answer", {
      id: scoped,
      fingerprint,
      requestId,
      status: kept.status,
      body: kept.body,
      keptUntil: sandbox.clock.now() + (path.startsWith("/v2/") ? v2KeySeconds : v1KeySeconds),
    });
  }
  sandbox.commit();
  return sent;
}

function run(sandbox: Sandbox, incoming: Incoming): { readonly answer: Answer; readonly saved: boolean } {
  const { match, path, params } = incoming;
  const ctx = sandbox.context(incoming.account, { id: incoming.id, idempotencyKey: incoming.key });
  try {
    const { expand, rest } = splitExpand(params);
    const result = match.route.run({ ctx, path: match.path, params: rest, url: path });
    const body = JSON.stringify(expandPaths(ctx, result, expand, includes), null, 2);
    return { answer: { status: 200, body, headers: {} }, saved: true };
  } catch (error) {
    const keeps = error instanceof StripeApiError && error.status === 402;
    if (!keeps) sandbox.store.rollback();
    const v2Failure = path.startsWith("/v2/");
    const saved = error instanceof StripeApiError && error.saved && !v2Failure;
    return { answer: failure(error, incoming.id), saved };
  }
}

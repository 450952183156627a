import { rateLimited, StripeApiError } from "../errors.ts";
import type { Sandbox } from "../sandbox.ts";
import { type Answer, hangUp } from "./answer.ts";
import { execute, type Incoming } from "./execute.ts";

/** Replays, refuses or executes, so that one key takes effect once. */
export async function answerOnce(sandbox: Sandbox, incoming: Incoming): Promise<Answer> {
  const { method, path, key } = incoming;
  if (sandbox.faults.take(method, path, ["rate_limit"])) throw rateLimited();
  const scoped = key === null ? null : `${incoming.account}:${key}`;
  const found = scoped === null ? undefined : sandbox.store.view("").get("saved_answer", scoped);
  const saved = found !== undefined && found.keptUntil > sandbox.clock.now() ? found : undefined;
  if (saved !== undefined && key !== null) {
    if (saved.fingerprint !== incoming.fingerprint) throw otherParameters(key);
    if (sandbox.faults.take(method, path, ["fail_before", "fail_after"], "drop")) return hangUp;
    const headers = { "original-request": saved.requestId, "idempotent-replayed": "true" };
    return { status: saved.status, body: saved.body, headers };
  }
  if (scoped === null) return execute(sandbox, incoming, null);
  if (sandbox.keysInFlight.has(scoped)) throw inFlight(key ?? "");
  sandbox.keysInFlight.add(scoped);
  try {
    return await execute(sandbox, incoming, scoped);
  } finally {
    sandbox.keysInFlight.delete(scoped);
  }
}

function otherParameters(key: string): StripeApiError {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
  return new StripeApiError(400, { type: "idempotency_error", message }, false);
}

function inFlight(key: string): StripeApiError {
  const message = `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`;
  return new StripeApiError(409, { type: "idempotency_error", code: "idempotency_key_in_use", message }, false);
}

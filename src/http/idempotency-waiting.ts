import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { type KeyedRequest, oncePerKey } from "./idempotency.ts";

const PAUSE_MS = 150;
const MOST_WAITS = 100;

/**
 * Runs a form's action once for its key and answers the same text to each repetition: a second click waits for the
 * first instead of being refused.
 */
export async function oncePerKeyWaiting(
  db: Database,
  request: KeyedRequest,
  run: () => Promise<string>,
): Promise<string> {
  for (let wait = 0; ; wait += 1) {
    try {
      const { body } = await oncePerKey(db, request, async () => ({ status: 200, body: await run(), keep: true }));
      return body;
    } catch (error) {
      const isInFlight = error instanceof AppError && error.type === "request-in-flight";
      if (!isInFlight || wait === MOST_WAITS) throw error;
      await pause(PAUSE_MS);
    }
  }
}

import type { Clock } from "./clock.ts";
import { newId } from "./ids.ts";
import type { RecordKind, Records, Task, TaskKind } from "./records.ts";
import type { Store, View } from "./store.ts";

/** Delays and fees of the sandbox, in milliseconds and cents. */
export interface Settings {
  readonly publicUrl: string;
  readonly apiKey: string | null;
  /** Between a charge and its balance transaction, and other things Stripe does a moment later. */
  readonly asyncDelayMs: number;
  /** Waits before the second, third… delivery of a webhook; after the last one it has failed. */
  readonly webhookRetryMs: readonly number[];
}

/** What a request, a task or a page works with. `account` is `""` for the platform. */
export interface Context {
  readonly account: string;
  readonly db: View;
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly request: { readonly id: string | null; readonly idempotencyKey: string | null };
}

export function onAccount(ctx: Context, account: string): Context {
  return { ...ctx, account, db: ctx.store.view(account) };
}

export function update<K extends RecordKind>(
  ctx: Context,
  kind: K,
  record: Records[K],
  patch: Partial<Records[K]>,
): Records[K] {
  return ctx.db.put(kind, { ...record, ...patch });
}

/** Lets something happen later by the sandbox's clock. Tasks belong to the sandbox, whichever account they are about. */
export function schedule(ctx: Context, kind: TaskKind, subject: string, delayMs: number): Task {
  const task: Task = {
    id: newId("task", 16),
    kind,
    subject,
    account: ctx.account,
    dueAtMs: ctx.clock.nowMs() + delayMs,
  };
  return ctx.store.view("").put("task", task);
}

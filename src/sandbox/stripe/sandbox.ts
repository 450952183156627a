import { Clock } from "./clock.ts";
import type { Context, Settings } from "./context.ts";
import { onAccount, schedule } from "./context.ts";
import { Faults } from "./http/faults.ts";
import { RequestLog } from "./http/request-log.ts";
import type { Task } from "./records.ts";
import { Scheduler } from "./scheduler.ts";
import { Store } from "./store.ts";
import { runTask } from "./tasks.ts";
import { deliver } from "./webhooks/deliver.ts";
import { WebhookRules } from "./webhooks/rules.ts";

const deliveriesAtOnce = 16;

/** Everything one running sandbox is made of. */
export class Sandbox {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly faults = new Faults();
  readonly webhooks = new WebhookRules();
  readonly log = new RequestLog();
  readonly scheduler: Scheduler;
  readonly keysInFlight = new Set<string>();
  readonly #deliveries = new Set<Promise<void>>();
  readonly #waiting: string[] = [];
  readonly #stopping = new AbortController();

  constructor(settings: Settings, folder: string | undefined) {
    this.settings = settings;
    this.store = new Store(folder);
    this.clock = new Clock(this.store.view("").get("setting", "clock")?.value ?? 0);
    this.scheduler = new Scheduler(this.store, this.clock, (task) => this.#run(task));
  }

  context(account: string, request: Context["request"] = { id: null, idempotencyKey: null }): Context {
    const { store, clock, settings } = this;
    return { account, db: store.view(account), store, clock, settings, request };
  }

  /** Makes what was written last, and lets the scheduler see it. */
  commit(): void {
    this.store.commit();
    this.scheduler.wake();
  }

  /** Moves the clock; everything that falls due on the way happens before this returns, webhooks excepted. */
  advance(ms: number): void {
    this.clock.advance(ms);
    this.store.view("").put("setting", { id: "clock", value: this.clock.offsetMs });
    this.store.commit();
    this.scheduler.runDue();
  }

  /**
   * Deliveries that a stop interrupted begin again, idempotency keys past their time are forgotten, and open sessions
   * lead to where this start listens.
   */
  resume(): void {
    const ctx = this.context("");
    for (const session of ctx.db.all("checkout_session")) {
      const url = `${this.settings.publicUrl}/c/pay/${session.id}`;
      if (session.status === "open" && session.url !== url) ctx.db.put("checkout_session", { ...session, url });
    }
    for (const answer of ctx.db.all("saved_answer")) {
      if (answer.keptUntil <= this.clock.now()) ctx.db.remove("saved_answer", answer.id);
    }
    const scheduled = new Set(ctx.db.all("task").map((task) => task.subject));
    for (const delivery of ctx.db.all("delivery")) {
      const interrupted = delivery.state === "pending" && !scheduled.has(delivery.id);
      if (interrupted || delivery.state === "held") {
        ctx.db.put("delivery", { ...delivery, state: "pending" });
        schedule(ctx, "deliver_event", delivery.id, 0);
      }
    }
    this.commit();
  }

  async stop(): Promise<void> {
    this.scheduler.stop();
    this.#stopping.abort();
    await Promise.allSettled(this.#deliveries);
  }

  /** Deliveries under way or waiting for their turn. */
  get delivering(): number {
    return this.#deliveries.size + this.#waiting.length;
  }

  #run(task: Task): void {
    const ctx = this.context("");
    if (task.kind !== "deliver_event") {
      runTask(onAccount(ctx, task.account), task);
      return;
    }
    this.#waiting.push(task.subject);
    this.#deliverNext();
  }

  /** In order, a few at a time, so that a burst of events doesn't become a burst of connections. */
  #deliverNext(): void {
    if (this.#deliveries.size >= deliveriesAtOnce || this.#stopping.signal.aborted) return;
    const id = this.#waiting.shift();
    if (id === undefined) return;
    const delivery = deliver(this.context(""), this.webhooks, id, this.#stopping.signal)
      .then(() => this.commit())
      .catch((error: unknown) => process.emitWarning(`Stripe sandbox: a webhook failed: ${String(error)}`))
      .finally(() => {
        this.#deliveries.delete(delivery);
        this.#deliverNext();
      });
    this.#deliveries.add(delivery);
  }
}

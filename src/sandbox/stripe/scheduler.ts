import type { Clock } from "./clock.ts";
import type { Task } from "./records.ts";
import type { Store } from "./store.ts";

const longestWaitMs = 3_600_000;

/** Runs what is due by the sandbox's clock, in order, each with its removal in one commit. Tasks outlive a restart. */
export class Scheduler {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #run: (task: Task) => void;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(store: Store, clock: Clock, run: (task: Task) => void) {
    this.#store = store;
    this.#clock = clock;
    this.#run = run;
  }

  /** Looks at the tasks again: something was scheduled, or the clock moved. */
  wake(): void {
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const wait = Math.min(Math.max(0, this.#nextDueAtMs() - this.#clock.nowMs()), longestWaitMs);
    this.#timer = setTimeout(() => this.runDue(), wait);
  }

  /** Everything that is due, and what falls due by it. */
  runDue(): void {
    let due = this.#due();
    while (due.length > 0 && !this.#stopped) {
      for (const task of due) {
        this.#store.view("").remove("task", task.id);
        this.#attempt(task);
        this.#store.commit();
      }
      due = this.#due();
    }
    this.wake();
  }

  #due(): Task[] {
    const now = this.#clock.nowMs();
    const tasks = this.#store.view("").all("task");
    return tasks.filter((task) => task.dueAtMs <= now).toSorted((a, b) => a.dueAtMs - b.dueAtMs);
  }

  /** A task that fails is our bug: it leaves no trace but a warning, and doesn't come back. */
  #attempt(task: Task): void {
    try {
      this.#run(task);
    } catch (error) {
      this.#store.rollback();
      this.#store.view("").remove("task", task.id);
      process.emitWarning(`Stripe sandbox: ${task.kind} of ${task.subject} failed: ${String(error)}`);
    }
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #nextDueAtMs(): number {
    return this.#store
      .view("")
      .all("task")
      .reduce((first, task) => Math.min(first, task.dueAtMs), Infinity);
  }
}

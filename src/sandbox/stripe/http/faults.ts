/** A failure ordered by the controls for the next `count` matching API requests. */
export interface Fault {
  /** `before`: nothing took effect. `after`: it took effect, and the answer is lost or replaced by a 500. */
  readonly action: "rate_limit" | "slow" | "fail_before" | "fail_after";
  readonly how: "error" | "drop";
  readonly count: number;
  readonly delayMs: number;
  readonly method: string | null;
  /** A part of the path, such as `/v1/transfers`. */
  readonly path: string | null;
  /** After a 500 that took effect: does the idempotency key replay the 500 (as Stripe documents) or the result? */
  readonly replays: "failure" | "result";
}

/** Faults in the order they were ordered. In memory: a restart is healthy again. */
export class Faults {
  #faults: Fault[] = [];

  get pending(): readonly Fault[] {
    return this.#faults;
  }

  add(fault: Fault): void {
    this.#faults.push(fault);
  }

  clear(): void {
    this.#faults = [];
  }

  /** The first fault meant for this request; it counts one down. */
  take(method: string, path: string, actions: readonly Fault["action"][], how?: Fault["how"]): Fault | undefined {
    const index = this.#faults.findIndex(
      (fault) =>
        actions.includes(fault.action) &&
        (how === undefined || fault.how === how) &&
        (fault.method === null || fault.method === method) &&
        (fault.path === null || path.includes(fault.path)),
    );
    const fault = this.#faults[index];
    if (fault === undefined) return undefined;
    if (fault.count > 1) this.#faults[index] = { ...fault, count: fault.count - 1 };
    else this.#faults.splice(index, 1);
    return fault;
  }
}

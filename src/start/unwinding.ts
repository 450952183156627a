/** What was opened, to be closed in reverse order, once. */
export class Unwinding {
  readonly #steps: (() => Promise<void> | void)[] = [];
  #closed: Promise<void> | undefined;

  /** Remembers how to close something just opened; closes it at once when everything is closing already. */
  async add(step: () => Promise<void> | void): Promise<void> {
    if (this.#closed !== undefined) await step();
    else this.#steps.push(step);
  }

  get closing(): boolean {
    return this.#closed !== undefined;
  }

  /** Closes everything; a step that fails does not keep the others open, and the first failure is thrown at the end. */
  close(): Promise<void> {
    this.#closed ??= this.#unwind();
    return this.#closed;
  }

  async #unwind(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

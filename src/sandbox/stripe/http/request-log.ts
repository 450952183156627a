/** One API request as the controls show it, so that a test can count charges or find a key sent twice. */
export interface LoggedRequest {
  readonly id: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly idempotencyKey: string | null;
  readonly params: unknown;
  /** 0 where the connection was dropped. */
  readonly status: number;
  readonly replayed: boolean;
}

const longest = 5_000;

export class RequestLog {
  #entries: LoggedRequest[] = [];

  get entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > longest) this.#entries = this.#entries.slice(-longest / 2);
  }
}

import { temporarilyUnavailable } from "../errors.ts";
import { isConnectionLoss, isWorthRetrying } from "./postgres-errors.ts";

export type LaneOptions<Item, Answer> = {
  readonly keyOf: (item: Item) => string;
  /** Does the work of many at once, all or nothing. The same items may come again when the outcome is unknown. */
  readonly work: (items: readonly Item[]) => Promise<ReadonlyMap<string, Answer>>;
  readonly mostSeats: number;
  readonly mostAtOnce: number;
};

/**
 * Coalesces concurrent requests of one process into batches (group commit). No timer: the first leaves at once, the
 * next batch is whoever came while it was away. Whoever will join takes a seat first, so that the queue is bounded
 * before anything is written.
 */
export type Lane<Item, Answer> = {
  /** A place in the queue until it is given back; undefined where none is free. */
  takeSeat(): (() => void) | undefined;
  /** The same key twice shares one answer. */
  join(item: Item): Promise<Answer>;
};

type Waiting<Item, Answer> = {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};

const MOST_TRIES = 6;
const PATIENCE_MS = 5_000;

export function createLane<Item, Answer>(options: LaneOptions<Item, Answer>): Lane<Item, Answer> {
  const { keyOf, work, mostSeats, mostAtOnce } = options;
  const queue: Waiting<Item, Answer>[] = [];
  const promised = new Map<string, Promise<Answer>>();
  let seats = 0;
  let isAway = false;

  async function drain(): Promise<void> {
    isAway = true;
    while (queue.length > 0) await carry(queue.splice(0, mostAtOnce));
    isAway = false;
  }

  /** One that fails is found by halving, and fails nobody but itself. */
  async function carry(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await again(() => work(batch.map(({ item }) => item)));
      for (const { item, resolve, reject } of batch) {
        const answer = answers.get(keyOf(item));
        if (answer === undefined) reject(new Error(`the lane left ${keyOf(item)} unanswered`));
        else resolve(answer);
      }
    } catch (error) {
      const [first, ...others] = batch;
      if (isTemporary(error) || others.length === 0) {
        const told = isTemporary(error) ? temporarilyUnavailable(error) : error;
        for (const { reject } of batch) reject(told);
      } else if (first !== undefined) {
        const half = Math.ceil(batch.length / 2);
        await carry(batch.slice(0, half));
        await carry(batch.slice(half));
      }
    }
  }

  return {
    takeSeat: () => {
      if (seats >= mostSeats) return undefined;
      seats += 1;
      let isTaken = true;
      return () => {
        if (isTaken) seats -= 1;
        isTaken = false;
      };
    },
    join: (item) => {
      const key = keyOf(item);
      const known = promised.get(key);
      if (known !== undefined) return known;
      const answer = new Promise<Answer>((resolve, reject) => queue.push({ item, resolve, reject })).finally(() =>
        promised.delete(key),
      );
      promised.set(key, answer);
      if (!isAway) void drain();
      return answer;
    },
  };
}

const isTemporary = (error: unknown) => isConnectionLoss(error) || isWorthRetrying(error);

/** A lost connection leaves the outcome unknown: the same work again finds what is done. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isEnough = attempt === MOST_TRIES || performance.now() - begun > PATIENCE_MS;
      if (!isTemporary(error) || isEnough) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25 * 2 ** attempt * (0.5 + Math.random() / 2)));
    }
  }
}

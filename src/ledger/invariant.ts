import type { SQL } from "drizzle-orm";

/** A query that answers one row (`subject`, `detail`) for each thing that breaks the invariant; none when it holds. */
export type Invariant = {
  readonly name: string;
  readonly broken: (fundId: string) => SQL;
  /** It holds balances against what else the fund knows: what an entry posted by people alone may break (L4). */
  readonly ofBalances?: true;
};

import type { SQL } from "drizzle-orm";

/** What breaks an invariant, with the figures that show it; `findingWords` says it to people. */
export type Finding = {
  readonly invariant: string;
  readonly subject: string;
  readonly facts: Readonly<Record<string, string | number | null>>;
};

/** A query that answers one row (`subject`, `facts`) for each thing that breaks the invariant; none when it holds. */
export type Invariant = {
  readonly name: string;
  readonly broken: (fundId: string) => SQL;
  /** It holds balances against what else the fund knows: what an entry posted by people alone may break (L4). */
  readonly ofBalances?: true;
};

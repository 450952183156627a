/** How a reservation on one pot can be made; the last is how the service makes it. */
export const WAYS = ["bare-update", "one-by-one", "lane-locks-first", "lane"] as const;
export type Way = (typeof WAYS)[number];

/** What one process of callers is told. */
export type Asked = {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly fundId: string;
  readonly potId: string;
  readonly way: Way;
  readonly callers: number;
  /** The name its drafts bear. */
  readonly slice: string;
};

/** How long each call took, in milliseconds. */
export type Measured = { readonly times: readonly number[] };

/** What PostgreSQL says of a failure; the driver keeps it, drizzle wraps it under `cause`. */
export type PostgresError = {
  readonly code: string;
  readonly constraint: string | undefined;
  readonly table: string | undefined;
};

const RETRIED = new Set(["40001", "40P01", "55P03"]);
const LOST = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "25P03",
  "08006",
  "08003",
]);

const chain = function* (error: unknown): Generator<object> {
  let current = error;
  while (typeof current === "object" && current !== null) {
    yield current;
    current = "cause" in current ? current.cause : undefined;
  }
};

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export function postgresError(error: unknown): PostgresError | undefined {
  for (const link of chain(error)) {
    if (!("code" in link) || typeof link.code !== "string") continue;
    return {
      code: link.code,
      constraint: "constraint_name" in link ? textOf(link.constraint_name) : undefined,
      table: "table_name" in link ? textOf(link.table_name) : undefined,
    };
  }
  return undefined;
}

export const isWorthRetrying = (error: unknown): boolean => RETRIED.has(postgresError(error)?.code ?? "");

/** The connection or the server went away: the outcome is unknown, the caller may send the same ids again. */
export const isConnectionLoss = (error: unknown): boolean => LOST.has(postgresError(error)?.code ?? "");

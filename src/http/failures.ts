import { asAppError } from "../db/constraint-errors.ts";
import { isConnectionLoss, postgresError } from "../db/postgres-errors.ts";
import { AppError, notFound, temporarilyUnavailable } from "../errors.ts";
import { badRequest, brokenJson, tooLarge, wrongContentType } from "./messages.ts";

// What PostgreSQL says of an identifier in an address that cannot be one.
const NOT_AN_IDENTIFIER = new Set(["22P02", "22021"]);

/** The failure as the person may know it, or undefined where it is our bug. */
export function knownFailure(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isConnectionLoss(error)) return temporarilyUnavailable(error);
  const database = postgresError(error);
  if (database !== undefined && NOT_AN_IDENTIFIER.has(database.code)) return notFound();
  return asAppError(database) ?? bodyFailure(error);
}

/** Failures of reading the request, as express and its parsers throw them. */
function bodyFailure(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  switch (error.status) {
    case 413:
      return tooLarge();
    case 415:
      return wrongContentType();
    case 400:
      return "type" in error && error.type === "entity.parse.failed" ? brokenJson() : badRequest();
    default:
      return undefined;
  }
}

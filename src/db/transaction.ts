import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { AppError, InvariantViolation, temporarilyUnavailable } from "../errors.ts";
import type { Database, Transaction } from "./client.ts";
import { asAppError } from "./constraint-errors.ts";
import { isConnectionLoss, isWorthRetrying, postgresError } from "./postgres-errors.ts";

const MOST_TRIES = 5;

/**
 * Runs `work` in one announced transaction. The announcement is what lets the tables of money be written: a
 * statement that strays to another connection after this one died is refused by them.
 * Deadlocks, serialisation failures and lock time-outs are tried again; a lost connection becomes a 503; a
 * broken constraint becomes its `AppError`.
 */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.tx', ${uuidv7()}, true)`);
        return await work(tx);
      });
    } catch (error) {
      if (error instanceof AppError || error instanceof InvariantViolation) throw error;
      if (isWorthRetrying(error) && attempt < MOST_TRIES) {
        await backOff(attempt);
        continue;
      }
      if (isConnectionLoss(error) || isWorthRetrying(error)) throw temporarilyUnavailable(error);
      throw asAppError(postgresError(error)) ?? error;
    }
  }
}

const backOff = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** attempt));

import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";

/**
 * Rules are read by the instant a pledge was recorded (M8). Every pledge takes the rule book before it reads that
 * instant, and whoever writes a version takes it alone before reading `valid_from`: so a version in force at a
 * pledge's instant is always one that pledge could see, and a replay finds the same (M14).
 */
export const readRuleBook = (tx: Transaction, fundId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock_shared(${keyOf(fundId)})`);

export const changeRuleBook = (tx: Transaction, fundId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(${keyOf(fundId)})`);

const keyOf = (fundId: string) => sql`hashtextextended(${`rule-book:${fundId}`}, 0)`;

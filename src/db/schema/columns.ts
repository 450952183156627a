import { sql } from "drizzle-orm";
import { bigint, timestamp, uuid } from "drizzle-orm/pg-core";

/** Columns that many tables share, spelt once. */
export const id = () => uuid("id").notNull();
export const fundId = () => uuid("fund_id").notNull();
export const cents = (name: string) => bigint(name, { mode: "bigint" });
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const createdAt = () => instant("created_at").notNull();
/** Place in the order of everything that changes pots; see `matchingLog`. */
export const position = () => bigint("position", { mode: "bigint" }).notNull().default(sql`nextval('matching_log')`);

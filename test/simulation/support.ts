import { sql } from "drizzle-orm";
import type { Deps } from "../../src/deps.ts";
import { simulationBody } from "../../src/simulation/forms.ts";
import type { SimulationAsked } from "../../src/simulation/simulate-matching.ts";
import type { TestDatabase } from "../support/database.ts";
import { rawRule } from "../support/partners.ts";

/** A draft's part of a simulation: one for one for thirty days from today, with 1 000 € unless told otherwise. */
export const aDraft = async (deps: Deps, terms: Readonly<Record<string, unknown>> = {}, potCents = 100_000) => ({
  kind: "draft",
  terms: await rawRule(deps, terms),
  potCents,
});

/** What the API would take, checked by its schema. */
export const asked = (
  rules: readonly unknown[],
  gifts: Readonly<Record<string, unknown>> = { source: "past" },
): SimulationAsked => {
  const parsed = simulationBody.parse({ rules, gifts });
  return {
    rules: parsed.rules,
    gifts:
      parsed.gifts.source === "csv"
        ? { ...parsed.gifts, bytes: new TextEncoder().encode(parsed.gifts.text) }
        : parsed.gifts,
  };
};

export const aCrowd = (more: Readonly<Record<string, unknown>> = {}) => ({
  source: "crowd",
  kind: "many_small",
  seed: 7,
  gifts: 200,
  meanCents: 4_000,
  days: 20,
  ...more,
});

/** How many rows each table holds, and how far every sequence has come: what writing anything would change. */
export async function everyRow({ owner }: TestDatabase): Promise<Readonly<Record<string, string>>> {
  const tables = await owner.execute<{ name: string }>(
    sql`select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const counts: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await owner.execute<{ count: string; changed: string }>(
      sql`select count(*) as count, coalesce(max(xmin::text::bigint), 0) as changed from ${sql.raw(name)}`,
    );
    counts[name] = `${row?.count} rows, last written by ${row?.changed}`;
  }
  return counts;
}

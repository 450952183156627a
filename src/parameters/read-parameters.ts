import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { PARAMETER_NAMES, PARAMETERS, type ParameterName } from "../domain/parameters.ts";

export type ParameterValues = Readonly<Record<ParameterName, bigint>>;

/** The values in force on a day (`2027-03-28`): the latest row that began by then, else the default (T5). */
export async function parametersOn(reader: Reader, fundId: string, day: string): Promise<ParameterValues> {
  const rows = await reader.execute<{ name: string; value: string }>(inForce(fundId, sql`${day}::date`));
  const set = new Map(rows.map((row) => [row.name, BigInt(row.value)]));
  const values = PARAMETER_NAMES.map((name) => [name, set.get(name) ?? PARAMETERS[name].value]);
  return Object.fromEntries(values) as ParameterValues;
}

const inForce = (fundId: string, day: SQL): SQL => sql`
  select distinct on (name) name, value from parameters
  where fund_id = ${fundId} and valid_from <= ${day} order by name, valid_from desc, set_at desc`;

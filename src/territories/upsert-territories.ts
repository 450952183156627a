import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import type { Commune, Qpv } from "./read-rows.ts";

/** Each answers how many rows of the database changed. A batch holds no code twice. */

export async function upsertCommunes(tx: Transaction, batch: readonly Commune[]): Promise<number> {
  if (batch.length === 0) return 0;
  const rows = JSON.stringify(batch);
  const written = await tx.execute(sql`
    insert into communes (code, name, departement, region, epci, population, latitude, longitude, rural, postcodes)
    select code, name, departement, region, epci, population, latitude, longitude, rural, postcodes
    from jsonb_populate_recordset(null::communes, ${rows}::jsonb)
    on conflict (code) do update set
      name = excluded.name, departement = excluded.departement, region = excluded.region, epci = excluded.epci,
      population = excluded.population, latitude = excluded.latitude, longitude = excluded.longitude,
      rural = excluded.rural, postcodes = excluded.postcodes
    where (communes.name, communes.departement, communes.region, communes.epci, communes.population,
           communes.latitude, communes.longitude, communes.rural, communes.postcodes)
      is distinct from (excluded.name, excluded.departement, excluded.region, excluded.epci, excluded.population,
           excluded.latitude, excluded.longitude, excluded.rural, excluded.postcodes)`);
  return written.count;
}

export async function upsertQpvs(tx: Transaction, batch: readonly Qpv[]): Promise<number> {
  if (batch.length === 0) return 0;
  const rows = JSON.stringify(batch.map(({ communeCode, ...row }) => ({ ...row, commune_code: communeCode })));
  const written = await tx.execute(sql`
    insert into qpvs (code, name, commune_code, latitude, longitude)
    select code, name, commune_code, latitude, longitude from jsonb_populate_recordset(null::qpvs, ${rows}::jsonb)
    on conflict (code, commune_code) do update set
      name = excluded.name, latitude = excluded.latitude, longitude = excluded.longitude
    where qpvs is distinct from excluded`);
  return written.count;
}

export async function createFrrTable(tx: Transaction): Promise<void> {
  await tx.execute(sql`create temporary table frr_listed (code text primary key) on commit drop`);
}

/** Notes the codes of a batch; answers those that no commune has. */
export async function noteFrr(tx: Transaction, codes: readonly string[]): Promise<ReadonlySet<string>> {
  if (codes.length === 0) return new Set();
  const list = JSON.stringify(codes);
  const unknown = await tx.execute<{ code: string }>(sql`
    select listed.code from jsonb_array_elements_text(${list}::jsonb) as listed(code)
    where not exists (select from communes c where c.code = listed.code)`);
  await tx.execute(sql`
    insert into frr_listed select distinct code from jsonb_array_elements_text(${list}::jsonb) as code
    on conflict do nothing`);
  return new Set(unknown.map((row) => row.code));
}

/** A list of FRR communes is the whole list: those that are not on it are not FRR. */
export async function applyFrr(tx: Transaction): Promise<number> {
  const written = await tx.execute(sql`
    update communes c set frr = not c.frr
    where c.frr <> exists (select from frr_listed f where f.code = c.code)`);
  return written.count;
}

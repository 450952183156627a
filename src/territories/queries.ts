import { and, asc, eq, gt, ilike, or, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { communes } from "../db/schema/territories.ts";

const COMMUNE = {
  code: communes.code,
  name: communes.name,
  departement: communes.departement,
  region: communes.region,
  epci: communes.epci,
  population: communes.population,
  rural: communes.rural,
  frr: communes.frr,
  postcodes: communes.postcodes,
};

export type CommuneSearch = {
  readonly q?: string | undefined;
  readonly departement?: string | undefined;
  /** The code to go on after. */
  readonly after?: string | undefined;
  readonly limit: number;
};

/** Communes in the order of their codes; `q` is the beginning of a name, or a postcode. */
export async function searchCommunes(reader: Reader, { q, departement, after, limit }: CommuneSearch) {
  return reader
    .select(COMMUNE)
    .from(communes)
    .where(
      and(
        q === undefined
          ? undefined
          : or(ilike(communes.name, `${escaped(q)}%`), sql`${q} = any(${communes.postcodes})`),
        departement === undefined ? undefined : eq(communes.departement, departement),
        after === undefined ? undefined : gt(communes.code, after),
      ),
    )
    .orderBy(asc(communes.code))
    .limit(limit);
}

export async function findCommune(reader: Reader, code: string) {
  const [commune] = await reader.select(COMMUNE).from(communes).where(eq(communes.code, code));
  return commune;
}

/** The code of the commune of an address: by postcode, and by name where several share it. Null where unsure. */
export async function communeCodeOf(reader: Reader, postcode: string, town: string): Promise<string | null> {
  const candidates = await reader
    .select({ code: communes.code, name: communes.name })
    .from(communes)
    .where(sql`${postcode} = any(${communes.postcodes})`)
    .limit(100);
  const named = candidates.filter((commune) => comparable(commune.name) === comparable(town));
  const [only, ...others] = named.length > 0 ? named : candidates;
  return only !== undefined && others.length === 0 ? only.code : null;
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

const comparable = (name: string): string =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

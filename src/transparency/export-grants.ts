import { sql } from "drizzle-orm";
import { csvWriter, type WrittenCell } from "../csv/write-csv.ts";
import type { Deps } from "../deps.ts";
import { agreementNumber } from "../grants/agreement-number.ts";
import { projectOf, titleOf } from "../grants/grant-origin.ts";

/** The 16 columns of the national layout of grants (SCDL "subventions" v2.1.1), in their order. */
export const SCDL_COLUMNS = [
  "nomAttribuant",
  "idAttribuant",
  "dateConvention",
  "referenceDecision",
  "nomBeneficiaire",
  "idBeneficiaire",
  "rnaBeneficiaire",
  "objet",
  "montant",
  "nature",
  "conditionsVersement",
  "datesPeriodeVersement",
  "idRAE",
  "notificationUE",
  "pourcentageSubvention",
  "dispositifAide",
] as const;

const BATCH = 500;
const LONGEST_OBJECT = 256;
/** The layout takes digits only; some overseas and Alsatian associations have letters. */
const RNA_OF_LAYOUT = /^W\d{9}$/;

const line = csvWriter("en");

type Granter = Pick<Deps, "db" | "fundId" | "bankAccount"> & { readonly siret: string };

type Row = {
  id: string;
  signed_at: string;
  signed_on: string;
  name: string;
  siret: string | null;
  rna: string | null;
  title: string;
  summary: string;
  amount: string;
  instalments: number;
  last_on: string;
  paid_on: string | null;
  is_de_minimis: boolean;
};

/**
 * The essential data of every grant whose agreement both sides have signed (décret n° 2017-779), oldest first: the
 * header, then one line a grant. `montant` is what the signed agreement and its signed amendments say.
 */
export async function* exportGrants(deps: Granter): AsyncGenerator<string> {
  yield line(SCDL_COLUMNS);
  for (let after: Row | undefined; ; ) {
    const rows = await readSigned(deps, after);
    for (const row of rows) yield line(cellsOf(deps, row));
    after = rows.at(-1);
    if (after === undefined) return;
  }
}

const readSigned = ({ db, fundId }: Pick<Deps, "db" | "fundId">, after: Row | undefined): Promise<readonly Row[]> =>
  db.execute<Row>(sql`
    select g.id, to_char(g.fund_signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as signed_at,
      to_char(g.fund_signed_at at time zone 'Europe/Paris', 'YYYY-MM-DD') as signed_on,
      org.name, org.siret, org.rna, ${titleOf("g")} as title, p.summary,
      (g.amount_cents - g.awaiting_cents)::text as amount, i.instalments,
      coalesce(i.last_on, g.ends_on)::text as last_on, paid.on_day as paid_on,
      coalesce((select d.has_economic_activity from de_minimis_declarations d
        where d.fund_id = g.fund_id and d.grant_id = g.id order by d.created_at desc, d.id desc limit 1), false) as is_de_minimis
    from grants g
    join organisations org on org.id = g.organisation_id
    join projects p on p.fund_id = g.fund_id and p.id = ${projectOf("g")}
    cross join lateral (select count(*)::int as instalments, max(due_on) as last_on from instalments
      where fund_id = g.fund_id and grant_id = g.id and cancelled_at is null) i
    left join lateral (select to_char(max(paid_at) at time zone 'Europe/Paris', 'YYYY-MM-DD') as on_day
      from disbursements where fund_id = g.fund_id and grant_id = g.id and state = 'paid') paid on true
    where g.fund_id = ${fundId} and g.fund_signed_at is not null
      and (${after?.id ?? null}::uuid is null
        or (g.fund_signed_at, g.id) > (${after?.signed_at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by g.fund_signed_at, g.id limit ${BATCH}`);

function cellsOf(deps: Pick<Granter, "bankAccount" | "siret">, row: Row): readonly WrittenCell[] {
  const isOnce = row.instalments <= 1;
  const period = [row.signed_on, row.last_on].toSorted().join("/");
  return [
    deps.bankAccount.name,
    deps.siret,
    row.signed_on,
    agreementNumber(row.id),
    row.name,
    row.siret ?? undefined,
    RNA_OF_LAYOUT.test(row.rna ?? "") ? (row.rna ?? undefined) : undefined,
    shortened(`${row.title} – ${row.summary}`),
    BigInt(row.amount),
    "aide en numéraire",
    isOnce ? "unique" : "échelonné",
    isOnce && row.paid_on !== null ? row.paid_on : period,
    undefined,
    row.is_de_minimis ? "oui" : "non",
    100n,
    undefined,
  ];
}

const shortened = (text: string): string => {
  const plain = text.replace(/\s+/g, " ").trim();
  return plain.length <= LONGEST_OBJECT ? plain : `${plain.slice(0, LONGEST_OBJECT - 1).trimEnd()}…`;
};

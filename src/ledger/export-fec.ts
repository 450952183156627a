import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { entryWords } from "./entry-words.ts";

/** The 18 columns of the fichier des écritures comptables, in the order of article A47 A-1 of the Livre des procédures fiscales. */
const COLUMNS = [
  "JournalCode",
  "JournalLib",
  "EcritureNum",
  "EcritureDate",
  "CompteNum",
  "CompteLib",
  "CompAuxNum",
  "CompAuxLib",
  "PieceRef",
  "PieceDate",
  "EcritureLib",
  "Debit",
  "Credit",
  "EcritureLet",
  "DateLet",
  "ValidDate",
  "Montantdevise",
  "Idevise",
] as const;

type FecRow = {
  sequence: string;
  kind: string;
  source: string;
  recorded: string;
  occurred: string;
  account: string;
  number: string;
  name: string;
  amount: string;
  journal: string;
};

const JOURNALS: Readonly<Record<string, string>> = { ST: "Stripe", BQ: "Banque", OD: "Opérations diverses" };
const BATCH = 2_000;

/**
 * L7: the sealed entries recorded in a calendar year of Europe/Paris as a FEC: tab-separated, amounts with a comma,
 * dates as YYYYMMDD, numbered by their seals, validated on the day they were recorded. Yields the header first.
 */
export async function* exportFec(reader: Reader, fundId: string, year: number): AsyncGenerator<string> {
  yield line(COLUMNS);
  for (let after = { sequence: 0, number: 0 }; ; ) {
    const rows = await readLines(reader, fundId, year, after);
    for (const row of rows) yield line(toFields(row));
    const last = rows.at(-1);
    if (last === undefined) return;
    after = { sequence: Number(last.sequence), number: Number(last.line) };
  }
}

/** As article A47 A-1 names it: SIREN, "FEC", the day the year closes. Without the fund's number, it begins with FEC. */
export const fecFilename = (year: number, siret: string | undefined): string =>
  `${siret?.slice(0, 9) ?? ""}FEC${year}1231.txt`;

const readLines = (
  reader: Reader,
  fundId: string,
  year: number,
  after: { readonly sequence: number; readonly number: number },
) =>
  reader.execute<FecRow & { line: number }>(sql`
    select s.sequence, p.line, e.kind, e.source, p.account, numbers.number, numbers.name, p.amount_cents as amount,
      to_char(e.recorded_at at time zone 'Europe/Paris', 'YYYYMMDD') as recorded,
      to_char(e.occurred_at at time zone 'Europe/Paris', 'YYYYMMDD') as occurred,
      case when exists (select from postings x where x.fund_id = e.fund_id and x.entry_id = e.id and x.account like 'stripe%') then 'ST'
        when exists (select from postings x where x.fund_id = e.fund_id and x.entry_id = e.id and x.account like 'bank%') then 'BQ'
        else 'OD' end as journal
    from journal_seals s
    join journal_entries e on e.fund_id = s.fund_id and e.id = s.entry_id
    join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
    join accounts a on a.fund_id = p.fund_id and a.code = p.account
    join lateral (select number, name from account_numbers n
      where n.kind = a.kind and n.valid_from <= e.recorded_at order by n.valid_from desc limit 1) numbers on true
    where s.fund_id = ${fundId} and (s.sequence, p.line) > (${after.sequence}, ${after.number})
      and extract(year from e.recorded_at at time zone 'Europe/Paris') = ${year}
    order by s.sequence, p.line limit ${BATCH}`);

function toFields(row: FecRow): readonly string[] {
  const cents = BigInt(row.amount);
  const isOwned = /:[0-9a-f]{8}-/.test(row.account);
  return [
    row.journal,
    JOURNALS[row.journal] ?? "",
    row.sequence,
    row.recorded,
    row.number,
    row.name,
    isOwned ? row.account : "",
    isOwned ? row.name : "",
    row.source,
    row.occurred,
    entryWords(row.kind).fr,
    cents > 0n ? euros(cents) : "0,00",
    cents < 0n ? euros(-cents) : "0,00",
    "",
    "",
    row.recorded,
    "",
    "",
  ];
}

const euros = (cents: bigint): string => `${cents / 100n},${String(cents % 100n).padStart(2, "0")}`;

/** Nothing in a field may end it. */
const line = (fields: readonly string[]): string =>
  `${fields.map((field) => field.replaceAll(/[\t\r\n]/g, " ")).join("\t")}\r\n`;

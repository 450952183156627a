import type { Finding } from "../csv/finding.ts";
import type { Transaction } from "../db/client.ts";
import { reasons } from "./messages.ts";
import { type Cells, joinCodes, type Reading, readCommune, readFrr, readQpv } from "./read-rows.ts";
import type { ListKind } from "./recognise-list.ts";
import { applyFrr, createFrrTable, noteFrr, upsertCommunes, upsertQpvs } from "./upsert-territories.ts";

type Row = { readonly line: number; readonly names: readonly string[]; readonly cells: readonly string[] };
export type Batch = { readonly rows: readonly Row[] };

type Tell = (finding: Finding) => void;

/** How the rows of one kind of list reach the database; both answer how many rows changed. */
type List = {
  write(rows: readonly Row[], tell: Tell): Promise<number>;
  finish(): Promise<number>;
};

const nothing = async () => 0;

export const LISTS: Readonly<Record<ListKind, (tx: Transaction) => Promise<List>>> = {
  communes: async (tx) => ({
    write: (rows, tell) =>
      upsertCommunes(
        tx,
        lastOfEach(accepted(rows, readCommune, tell), (commune) => commune.code),
      ),
    finish: nothing,
  }),
  qpv: async (tx) => ({
    write: (rows, tell) => {
      const joined = rows.map((row) => ({ ...row, cells: joinCodes(row.cells) }));
      return upsertQpvs(
        tx,
        lastOfEach(accepted(joined, readQpv, tell), (qpv) => `${qpv.code} ${qpv.communeCode}`),
      );
    },
    finish: nothing,
  }),
  frr: async (tx) => {
    await createFrrTable(tx);
    return {
      write: async (rows, tell) => {
        const listed = accepted(rows, readFrr, tell).filter(({ value }) => value.listed);
        const unknown = await noteFrr(
          tx,
          listed.map(({ value }) => value.code),
        );
        for (const { line, value } of listed) {
          if (unknown.has(value.code))
            tell(refusal(line, value.code, "code_insee", value.code, reasons.unknownCommune));
        }
        return 0;
      },
      finish: () => applyFrr(tx),
    };
  },
};

type Accepted<T> = { readonly line: number; readonly value: T };

function accepted<T>(rows: readonly Row[], read: (cells: Cells) => Reading<T>, tell: Tell): readonly Accepted<T>[] {
  return rows.flatMap(({ line, names, cells }) => {
    if (cells.length !== names.length) {
      tell(refusal(line, cells[0] ?? "", "", "", reasons.cellCount(cells.length, names.length)));
      return [];
    }
    const cellOf: Cells = (column) => (cells[names.indexOf(column)] ?? "").trim();
    const reading = read(cellOf);
    if ("row" in reading) return [{ line, value: reading.row }];
    tell(refusal(line, cells[0] ?? "", reading.column, cellOf(reading.column), reading.reason));
    return [];
  });
}

/** One statement can't write a row twice: of a key several times in a batch the last holds, as it does across batches. */
const lastOfEach = <T>(rows: readonly Accepted<T>[], keyOf: (value: T) => string): readonly T[] => [
  ...new Map(rows.map(({ value }) => [keyOf(value), value])).values(),
];

const refusal = (line: number, rowId: string, column: string, value: string, reason: Finding["reason"]): Finding => ({
  line,
  rowId,
  column,
  value,
  reason,
  outcome: "refused",
});

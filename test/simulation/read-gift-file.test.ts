import { expect, test } from "vitest";
import { instantReader, readAmount, readCommune, readDepartement } from "../../src/simulation/read-cell.ts";
import { MOST_FILE_BYTES, MOST_ROWS, readGiftFile } from "../../src/simulation/read-gift-file.ts";

const read = (text: string) => readGiftFile(new TextEncoder().encode(text));

test.each([
  ["2026-04-02", "2026-04-01T22:00:00.000Z"],
  ["02/04/2026", "2026-04-01T22:00:00.000Z"],
  ["2.4.2026", "2026-04-01T22:00:00.000Z"],
  ["02/04/2026 14:30", "2026-04-02T12:30:00.000Z"],
  ["2026-04-02T14h30", "2026-04-02T12:30:00.000Z"],
  ["2026-01-15 23:59:59", "2026-01-15T22:59:59.000Z"],
  ["2026-04-02T14:30:00Z", "2026-04-02T14:30:00.000Z"],
  ["2026-04-02T14:30:00+02:00", "2026-04-02T12:30:00.000Z"],
])("the day %s is read in Paris", (typed, instant) => {
  expect(instantReader()(typed)).toEqual({ value: new Date(instant) });
});

test.each([
  "31/02/2026",
  "2026-13-01",
  "46115",
  "hier",
  "02/04/26",
  "2026-04-02 25:00",
  "2026-04-02 14:75",
  "1026-04-02",
])("%s is no day", (typed) => {
  expect(instantReader()(typed)).toHaveProperty("reason");
});

test.each([
  ["12,50", 1_250n],
  ["1 000,50 €", 100_050n],
  ["1.000,50", 100_050n],
  ["€25", 2_500n],
])("the amount %s is read in euros", (typed, amount) => {
  expect(readAmount(typed)).toEqual({ value: amount });
});

test.each(["-5", "0,50", "1,000", "douze", "1e9", "NaN", "100 000 001"])("%s is no amount (A2)", (typed) => {
  expect(readAmount(typed)).toHaveProperty("reason");
});

test("départements come by number or name, communes with the zero a spreadsheet dropped", () => {
  expect(["1", "2a", "Creuse", "côte-d'or", "974"].map(readDepartement)).toEqual(
    ["01", "2A", "23", "21", "974"].map((value) => ({ value })),
  );
  expect(["1004", "2b033", "23008"].map(readCommune)).toEqual(["01004", "2B033", "23008"].map((value) => ({ value })));
});

test("headers are found in any order, with accents and capitals, by either separator, behind a mark", async () => {
  const semicolons = await read("\ufeffMONTANT (€);Rémarque;Date du don\r\n12,5;x;02/04/2026\r\n");
  const commas = await read('date,amount,donor\n2026-04-02,"1 000,50",a\n\n2026-04-03,5,b\n');

  expect(semicolons.rows).toMatchObject([{ line: 2, amountCents: 1_250n }]);
  expect(semicolons.ignoredColumns).toEqual(["Rémarque"]);
  expect(commas.rows.map(({ line, amountCents, donor }) => [line, amountCents, donor])).toEqual([
    [2, 100_050n, "a"],
    [4, 500n, "b"],
  ]);
});

test("every wrong cell of a line is told, and the other lines count", async () => {
  const file = await read("date;montant;qpv;type_lieu\n2026-04-02;x;peut-être;CHATEAU\n2026-04-02;5;oui;BIB|FABLAB\n");

  expect(file.rows).toMatchObject([{ line: 3, qpv: true, placeTypes: ["BIB", "FABLAB"] }]);
  expect(file.refusedRows).toBe(1);
  expect(file.refused.map(({ line, column, value }) => [line, column, value])).toEqual([
    [2, "montant", "x"],
    [2, "qpv", "peut-être"],
    [2, "type_lieu", "CHATEAU"],
  ]);
});

test.each([
  ["", "Choisissez un fichier"],
  ["date;montant\n", "aucune ligne"],
  ["date;montant;Montant (€)\n2026-04-02;5;6\n", "donnée deux fois"],
  ["donateur;montant\na;5\n", "« date »"],
  ["date;montant\nhier;5\n", "Ligne 2, colonne « date », valeur « hier »"],
])("a file that cannot be played is refused with what is wrong: %j", async (text, reason) => {
  await expect(read(text)).rejects.toMatchObject({
    status: 422,
    fields: [{ field: "file", message: { fr: expect.stringContaining(reason) } }],
  });
});

test("a file of too many bytes or lines is refused", { timeout: 120_000 }, async () => {
  const long = `date;montant\n${"2026-04-02;5\n".repeat(MOST_ROWS + 1)}`;

  await expect(readGiftFile(new Uint8Array(MOST_FILE_BYTES + 1))).rejects.toMatchObject({ status: 422 });
  await expect(read(long)).rejects.toMatchObject({ fields: [{ message: { en: expect.stringContaining("200,000") } }] });
});

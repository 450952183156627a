import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CsvRow, openCsv } from "../../src/csv/read-csv.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "csv-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Uint8Array) {
  const path = join(folder, "file.csv");
  await writeFile(path, content);
  const { header, rows } = await openCsv(path);
  const all: CsvRow[] = [];
  for await (const row of rows) all.push(row);
  return { header, rows: all.map((row) => (row.kind === "record" ? [row.line, ...row.cells] : [row.line, row.kind])) };
}

test("a record is named by the line it begins on, blank lines and lines inside quotes counted", async () => {
  const file = await read('a,b\r\n1,2\r\n\r\n"x\r\ny",3\r\n4,5\n6,7');

  expect(file.header).toEqual(["a", "b"]);
  expect(file.rows).toEqual([
    [2, "1", "2"],
    [4, "x\ny", "3"],
    [6, "4", "5"],
    [7, "6", "7"],
  ]);
});

test("semicolons, a byte order mark and spaces around names are understood", async () => {
  const file = await read("\uFEFFa ; b,c;d\n1;2,3;4\n");

  expect(file).toEqual({ header: ["a", "b,c", "d"], rows: [[2, "1", "2,3", "4"]] });
});

test("a file older spreadsheets wrote in Windows-1252 keeps its accents", async () => {
  const cœur = Buffer.from([0x43, 0x9c, 0x75, 0x72]);

  const file = await read(Buffer.concat([Buffer.from("nom\n"), cœur, Buffer.from(" d\x92\xe9t\xe9\n", "latin1")]));

  expect(file.rows).toEqual([[2, "Cœur d’été"]]);
});

test("UTF-8 characters cut by the reading of the disk stay whole", async () => {
  const long = "é".repeat(40_000);

  const file = await read(`a,b\n${"x".repeat(65_535 - 4)},é\n1,${long}\n`);

  expect(file.rows.map(([, , b]) => String(b).length)).toEqual([1, 40_000]);
});

test("a quote that is never closed is told, and what stood before it is kept", async () => {
  const file = await read('a,b\n1,2\n3,"open\n4,5\n');

  expect(file.rows[0]).toEqual([2, "1", "2"]);
  expect(file.rows[1]?.[1]).toBe("broken");
  expect(file.rows).toHaveLength(2);
});

test("quotes in the middle of a plain field are kept as they are", async () => {
  const file = await read('a,b\n1,7 rue "le cerisier"\n');

  expect(file.rows).toEqual([[2, "1", '7 rue "le cerisier"']]);
});

test("an empty file has no header", async () => {
  expect(await read("")).toEqual({ header: [], rows: [] });
});

test("a file that is not there is told in both languages", async () => {
  await expect(openCsv(join(folder, "nowhere.csv"))).rejects.toMatchObject({
    name: "UnusableFile",
    text: { fr: expect.stringContaining("ne peut pas être lu (ENOENT)") },
  });
});

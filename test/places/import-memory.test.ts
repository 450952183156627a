import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";
import { COLUMNS } from "../../src/places/standard.ts";
import { testDatabase } from "../support/database.ts";
import { aPlaceRow, csvOf, temporaryFiles } from "./support.ts";

const database = testDatabase();
const writeFile = temporaryFiles();

const MEASURE = z.object({
  accepted: z.number(),
  refused: z.number(),
  setAside: z.number(),
  heapBytes: z.number(),
  rssKilobytes: z.number(),
});

/** One row in ten is refused, one in ten comes twice, so that neither list may grow with the file. */
function fileOf(rows: number): string {
  const empty = Object.fromEntries(COLUMNS.map((column) => [column, ""]));
  const { pivot, nom, commune, adresse, date_maj } = aPlaceRow();
  const row = aPlaceRow({ ...empty, pivot, nom, commune, adresse, date_maj, id: "ID", code_postal: "POSTCODE" });
  const [header, line = ""] = csvOf([row]).split("\n");
  const lines = Array.from({ length: rows }, (_, i) => {
    const id = i % 10 === 1 ? i - 1 : i;
    return line.replace("ID", `place-${rows}-${id}`).replace("POSTCODE", i % 10 === 2 ? "?" : "02120");
  });
  return [header, ...lines].join("\n");
}

async function measure(file: string) {
  const script = fileURLToPath(new URL("measure-import.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...["--expose-gc", "--max-old-space-size=64", "--import", "tsx", script],
    ...["--url", database.url, "--file", file],
  ]);
  return MEASURE.parse(JSON.parse(stdout));
}

test("100 000 rows need no more memory than 5 000", async () => {
  const few = await measure(await writeFile("few.csv", fileOf(5_000)));
  const many = await measure(await writeFile("many.csv", fileOf(100_000)));

  expect(many).toMatchObject({ accepted: 90_000, refused: 10_000, setAside: 10_000 });
  expect(many.heapBytes).toBeLessThan(few.heapBytes + 4 * 1024 * 1024);
  expect(many.rssKilobytes).toBeLessThan(few.rssKilobytes + 48 * 1024);
}, 240_000);

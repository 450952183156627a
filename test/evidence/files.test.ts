import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { cleanFilename, contentTypeOf } from "../../src/evidence/file-types.ts";
import { keepFile } from "../../src/evidence/keep-file.ts";
import { openFile } from "../../src/evidence/open-file.ts";
import { verifyFiles } from "../../src/evidence/verify-files.ts";
import { findOverdue } from "../../src/self-check/find-overdue.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aPdf } from "../support/instalments.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const keep = (bytes: Uint8Array, filename = "a.pdf") =>
  inTransaction(deps.db, (tx) => keepFile(tx, deps, { filename, bytes }));

describe("D2 a file is what its content says", () => {
  const zip = (inside: string) => Buffer.from(`PK\x03\x04${"\0".repeat(26)}${inside}`, "latin1");
  const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  test.each([
    ["a PDF", Buffer.from("%PDF-1.7\n"), "application/pdf"],
    ["a PNG", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), "image/png"],
    ["a JPEG", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
    [
      "an ODS",
      zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"),
      "application/vnd.oasis.opendocument.spreadsheet",
    ],
    ["an XLSX", zip("[Content_Types].xml xl/workbook.xml"), spreadsheet],
    ["a CSV", Buffer.from("date;montant\n2027-01-01;12,50\n"), "text/csv"],
    ["a CSV of Excel", Buffer.from("date;libellé\n", "latin1"), "text/csv"],
    ["an XLSX with macros", zip("[Content_Types].xml xl/workbook.xml xl/vbaProject.bin"), undefined],
    ["another archive", zip("readme.txt"), undefined],
    ["a program", Buffer.from("MZ\x90\0\x03"), undefined],
    ["a page", Buffer.from("<!doctype html><p>a,b</p>"), undefined],
    ["an SVG", Buffer.from("<svg xmlns='a;b'/>"), undefined],
    ["plain words", Buffer.from("bonjour"), undefined],
    ["nothing", Buffer.from(""), undefined],
  ])("%s", (_, bytes, type) => {
    expect(contentTypeOf(bytes)).toBe(type);
  });
});

test.each([
  ["facture n° 12.pdf", "facture n_ 12.pdf"],
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\moi\\reçu.png", "reçu.png"],
  ["..\u0000", "_"],
  ["", "fichier"],
  [`${"a".repeat(300)}.pdf`, `${"a".repeat(116)}.pdf`],
])("a name fit for any disk: %s", (name, clean) => {
  expect(cleanFilename(name)).toBe(clean);
});

test("D2: the same content is kept once, encrypted, and read back byte for byte", async () => {
  const { bytes } = aPdf();
  const [one, other] = [await keep(bytes), await keep(bytes, "autre.pdf")];
  expect(other.sha256).toBe(one.sha256);
  expect((await openFile(deps, one.sha256)).bytes).toEqual(bytes);
  const [row] = await deps.db.execute<{ count: number; clear: boolean }>(sql`
    select count(*)::int as count, bool_or(position('PDF' in ciphertext) > 0 and ciphertext not like 'v1.%') as clear
    from stored_files where sha256 = ${one.sha256} and fund_id = ${deps.fundId}`);
  expect(row).toEqual({ count: 1, clear: false });
});

test("D2: an empty, too large or unknown file is refused, naming the field", async () => {
  const large = Buffer.concat([Buffer.from("%PDF-"), Buffer.alloc(10_000_000)]);
  for (const bytes of [Buffer.from(""), large, Buffer.from("MZ")]) {
    await expect(keep(bytes)).rejects.toMatchObject({ status: 422, fields: [{ field: "file" }] });
  }
});

test("D2: a damaged file is not handed out, and the nightly reading makes an alarm of it", async () => {
  const { sha256 } = await keep(aPdf().bytes);
  expect(await verifyFiles(deps)).toBe(1);
  expect(await verifyFiles(deps)).toBe(0);
  const alarm = async () =>
    (await findOverdue(deps.db, deps.fundId)).filter((one) => one.invariant.includes("kept file"));
  expect(await alarm()).toEqual([]);

  const forged = deps.cipher.encrypt(Buffer.from("%PDF- autre chose").toString("base64"));
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local app.tx = 'test'`);
    await tx.execute(sql`alter table stored_files disable trigger append_only`);
    await tx.execute(sql`update stored_files set ciphertext = ${forged} where sha256 = ${sha256}`);
    await tx.execute(sql`alter table stored_files enable always trigger append_only`);
    await tx.execute(sql`delete from file_checks where sha256 = ${sha256}`);
  });
  await expect(openFile(deps, sha256)).rejects.toMatchObject({ type: "file-damaged" });
  await verifyFiles(deps);
  expect(await alarm()).toMatchObject([{ subject: sha256 }]);
});

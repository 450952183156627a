import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { exportJournal, parseExportLine } from "../../src/ledger/export-journal.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { sealEntries } from "../../src/ledger/seal-entries.ts";
import { GENESIS } from "../../src/ledger/seal-hash.ts";
import { type SealWithEntry, sealHead } from "../../src/ledger/sealed-entries.ts";
import { countUnsealed, storedChain, verifyChain } from "../../src/ledger/verify-chain.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const post = (cents: bigint) =>
  inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: `test:${uuidv7()}`,
      kind: "test",
      occurredAt: new Date("2026-06-01T10:00:00.123Z"),
      source: "test:« été »",
      postings: move(accounts.stripe, accounts.suspense, cents),
    }),
  );

/** An entry waits until every older transaction of the server has ended, other tests' included. */
async function sealAll(count: number): Promise<void> {
  for (let sealed = 0; sealed < count; ) sealed += await sealEntries(deps);
}

const verify = () => verifyChain(storedChain(deps.db, deps.fundId));

const tamper = (statement: ReturnType<typeof sql>) =>
  database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    for (const table of ["journal_entries", "postings", "journal_seals"])
      await tx.execute(sql.raw(`alter table ${table} disable trigger append_only`));
    await tx.execute(statement);
    for (const table of ["journal_entries", "postings", "journal_seals"])
      await tx.execute(sql.raw(`alter table ${table} enable always trigger append_only`));
  });

test("L5: entries are sealed once, in one chain, however often and by however many at once", async () => {
  for (let i = 1n; i <= 7n; i += 1n) await post(i);

  await Promise.all([sealAll(0), sealEntries(deps), sealEntries(deps), sealEntries(deps)]);
  while ((await verify()).seals < 7) await sealEntries(deps);
  await post(8n);
  await sealAll(1);

  const verdict = await verify();
  expect(verdict).toMatchObject({ seals: 8, brokenAt: undefined });
  expect(await sealHead(deps.db, deps.fundId)).toMatchObject({ sequence: 8, hash: verdict.head });
});

test("L5: an empty journal has an empty chain", async () => {
  expect(await sealEntries(deps)).toBe(0);
  expect(await verify()).toEqual({ seals: 0, head: GENESIS, brokenAt: undefined });
});

test.each([
  ["an amount", sql`update postings set amount_cents = amount_cents * 2`],
  ["a line", sql`delete from postings where line = 2`],
  ["a date by a microsecond", sql`update journal_entries set occurred_at = occurred_at + interval '1 microsecond'`],
  ["an actor", sql`update journal_entries set actor = 'user:somebody-else'`],
  ["a seal", sql`update journal_seals set hash = repeat('0', 64)`],
])("L5: changing %s behind the database's back breaks the chain at that entry", async (_, statement) => {
  await post(100n);
  await post(200n);
  await sealAll(2);

  await tamper(statement);

  expect((await verify()).brokenAt).toBe(1);
});

test("L5: taking an entry out of the middle breaks the chain there", async () => {
  for (let i = 1n; i <= 3n; i += 1n) await post(i);
  await sealAll(3);

  await tamper(sql`delete from journal_seals where fund_id = ${deps.fundId} and sequence = 2`);

  expect(await verify()).toMatchObject({ seals: 1, brokenAt: 2 });
});

test.each([
  ["a gap", 5, "a".repeat(64), "journal_seals_without_gaps"],
  ["the first number again", 1, "a".repeat(64), "journal_seals_without_gaps"],
  ["what is no hash", 2, "xyz", "journal_seals_hash_whole"],
])("L5: the table refuses a seal with %s", async (_, sequence, hash, constraint) => {
  await post(1n);
  await sealAll(1);
  const { entryId } = await post(2n);

  const attempt = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(
      sql`insert into journal_seals (fund_id, sequence, entry_id, hash, sealed_at) values (${deps.fundId}, ${sequence}, ${entryId}, ${hash}, now())`,
    );
  });

  await expect(attempt).rejects.toMatchObject({ cause: { constraint_name: constraint } });
});

test("L5: seals are never changed, deleted or emptied, and an entry has one", async () => {
  const { entryId } = await post(1n);
  await sealAll(1);
  const attempts = [
    sql`update journal_seals set sealed_at = now()`,
    sql`delete from journal_seals`,
    sql`truncate journal_seals`,
    sql`insert into journal_seals (fund_id, sequence, entry_id, hash, sealed_at) values (${deps.fundId}, 2, ${entryId}, repeat('a', 64), now())`,
  ];

  for (const attempt of attempts) {
    const tried = database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(attempt);
    });
    await expect(tried).rejects.toThrow();
  }
  expect((await verify()).seals).toBe(1);
});

test("L5: entries that wait too long for a seal are told", async () => {
  await post(1n);

  await tamper(sql`update journal_entries set recorded_at = now() - interval '16 minutes'`);

  expect(await countUnsealed(deps.db, deps.fundId)).toBe(1);
});

test("L5: the command verifies an export as it does the database, and finds what was changed in it", async () => {
  await post(100n);
  await post(200n);
  await sealAll(2);
  const lines: string[] = [];
  for await (const line of exportJournal(deps.db, deps.fundId)) lines.push(line);
  const { head } = await verify();

  const whole = await verifyFile(lines.join(""), "--head", head);
  const changed = await verifyFile(lines.join("").replace('"amountCents":"200"', '"amountCents":"201"'));

  expect(whole).toEqual({ code: 0, stdout: `2 entries follow, head ${head}\nthe head given is that of entry 2\n` });
  expect(changed).toMatchObject({ code: 1, stdout: expect.stringContaining("BROKEN at seal 2") });
  expect(lines.map((line): SealWithEntry => parseExportLine(line)).map(({ sequence }) => sequence)).toEqual([1, 2]);
});

test("L5: entries cut off the end of an export are noticed by the head noted before", async () => {
  await post(100n);
  await post(200n);
  await sealAll(2);
  const lines: string[] = [];
  for await (const line of exportJournal(deps.db, deps.fundId)) lines.push(line);
  const { head } = await verify();

  const cut = await verifyFile(lines[0] ?? "", "--head", head);

  expect(cut).toMatchObject({ code: 1, stdout: expect.stringMatching(/^1 entries follow.*\nCUT/) });
  const ofFirst = (await verifyChain(storedChain(deps.db, deps.fundId), parseExportLine(lines[0] ?? "").hash)).notedAt;
  expect(ofFirst).toBe(1);
});

async function verifyFile(text: string, ...more: readonly string[]): Promise<{ code: number; stdout: string }> {
  const folder = await mkdtemp(join(tmpdir(), "fund-export-"));
  const file = join(folder, "journal.jsonl");
  await writeFile(file, text);
  const command = fileURLToPath(new URL("../../src/cli/verify-ledger.ts", import.meta.url));
  try {
    return await new Promise((resolve) =>
      execFile(process.execPath, ["--import", "tsx", command, file, ...more], (error, stdout) =>
        resolve({ code: Number(error?.code ?? 0), stdout }),
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

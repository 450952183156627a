import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { fundNow } from "../../src/db/clock.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move, type Posting } from "../../src/domain/ledger.ts";
import { exportFec, fecFilename } from "../../src/ledger/export-fec.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { sealEntries } from "../../src/ledger/seal-entries.ts";
import { trialBalance } from "../../src/ledger/trial-balance.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
const reader = worker("test");
let deps: Deps;
let between: Date;

const post = (postings: readonly Posting[], source: string) =>
  inTransaction(deps.db, (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: `test:${uuidv7()}`,
      kind: "charge_captured",
      occurredAt: new Date("2026-06-01T22:30:00Z"),
      source,
      postings,
    }),
  );

beforeAll(async () => {
  deps = await testDeps(database.db);
  await post(move(accounts.bank, accounts.suspense, 10_050n), "bank:first");
  between = await fundNow(deps.db);
  await post(move(accounts.stripe, accounts.gifts(uuidv7()), 2_000n), "stripe:\tch_1\n");
  while ((await sealEntries(deps)) > 0);
});

test("L7: every account bears its number in the association chart, and debits equal credits", async () => {
  const lines = await trialBalance(deps, reader);

  expect(lines.map(({ number, balanceCents }) => [number, balanceCents])).toEqual([
    ["467400", -2_000n],
    ["471000", -10_050n],
    ["512000", 10_050n],
    ["517100", 2_000n],
  ]);
  expect(lines.reduce((sum, { debitCents, creditCents }) => sum + debitCents - creditCents, 0n)).toBe(0n);
});

test("L3: the balance at a past instant is what had been recorded by then", async () => {
  const lines = await trialBalance(deps, reader, between);

  expect(lines.map(({ account, balanceCents }) => [account, balanceCents])).toEqual([
    ["suspense", -10_050n],
    ["bank", 10_050n],
  ]);
});

test("L7: the FEC has its 18 columns, sums to zero, numbers entries by their seals, and no field ends early", async () => {
  const recorded = Number(dayOf(between).slice(0, 4));
  let [sealed, text] = [0, ""];
  while (sealed < 4) {
    await sealEntries(deps);
    text = "";
    for await (const line of exportFec(deps.db, deps.fundId, recorded)) text += line;
    sealed = text.split("\r\n").length - 2;
  }

  const [header, ...lines] = text
    .split("\r\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
  expect(header).toHaveLength(18);
  expect(lines.every((line) => line.length === 18)).toBe(true);
  expect(lines[0]?.slice(0, 3)).toEqual(["BQ", "Banque", "1"]);
  expect(lines[0]?.slice(9, 11)).toEqual(["20260602", "Don débité"]);
  expect(lines.map((line) => [line[4], line[11], line[12]])).toEqual([
    ["512000", "100,50", "0,00"],
    ["471000", "0,00", "100,50"],
    ["517100", "20,00", "0,00"],
    ["467400", "0,00", "20,00"],
  ]);
});

test("L7: another year's FEC is its header alone", async () => {
  const lines: string[] = [];
  for await (const line of exportFec(deps.db, deps.fundId, 2021)) lines.push(line);

  expect(lines).toHaveLength(1);
});

test("L7: the file bears the fund's SIREN and the day its year closes", () => {
  expect(fecFilename(2027, "73282932000074")).toBe("732829320FEC20271231.txt");
  expect(fecFilename(2027, undefined)).toBe("FEC20271231.txt");
});

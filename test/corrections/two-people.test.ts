import { type SQL, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { confirmEntry, refuseEntry, withdrawEntry } from "../../src/corrections/decide-entry.ts";
import { proposeCorrection, proposeTransfer } from "../../src/corrections/propose-entry.ts";
import { listManualEntries, readManualEntry } from "../../src/corrections/queries.ts";
import { listDecisions } from "../../src/decisions/queries.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { decideCorrection } from "../../src/domain/manual-entry.ts";
import { listEntries, readEntry } from "../../src/ledger/queries.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold, race } from "../support/grants.ts";
import { assignedAtTheBank, balances, endow, post } from "./support.ts";

const database = testDatabase();
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;
let administrator: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  paymaster = await aStaffMember(deps, "paymaster");
  administrator = await aStaffMember(deps, "administrator");
});

const toReserve = (amountCents: bigint) =>
  ({
    fromAccount: accounts.general,
    toAccount: accounts.reserve,
    amountCents,
    reason: "Dotation votée par le conseil",
  }) as const;

test("L4: two people reverse an entry and book its money where it belongs; the reversal names the first entry", async () => {
  const entryId = await assignedAtTheBank(deps, "50.00", accounts.general);
  const id = await proposeCorrection(deps, paymaster, {
    entryId,
    toAccount: accounts.reserve,
    reason: "Mauvais fonds",
  });
  const { preview } = await readManualEntry(deps, administrator, id);

  await confirmEntry(deps, administrator, id);

  expect(preview).toEqual([
    { account: "fund:general", nowCents: 5_000n, afterCents: 0n },
    { account: "fund:reserve", nowCents: 0n, afterCents: 5_000n },
  ]);
  expect(await balances(deps)).toMatchObject({
    bank: 5_000n,
    suspense: 0n,
    "fund:general": 0n,
    "fund:reserve": 5_000n,
  });
  const reversal = await readEntry(deps.db, deps.fundId, (await readManualEntry(deps, paymaster, id)).entryId ?? "");
  expect(reversal).toMatchObject({
    kind: "entry_reversed",
    reversesId: entryId,
    reason: "Mauvais fonds",
    actor: `user:${paymaster.userId}`,
    approvedBy: `user:${administrator.userId}`,
  });
  expect((await readEntry(deps.db, deps.fundId, entryId))?.reversedById).toBe(reversal?.id);
  await booksHold(deps);
});

test("L4: who proposed an entry neither confirms nor refuses it; another person does not withdraw it", async () => {
  await endow(deps, accounts.general, 10_000n);
  const id = await proposeTransfer(deps, administrator, toReserve(4_000n));

  await expect(confirmEntry(deps, administrator, id)).rejects.toMatchObject({ type: "second-person-needed" });
  await expect(refuseEntry(deps, administrator, id, "Non")).rejects.toMatchObject({ type: "second-person-needed" });
  await expect(withdrawEntry(deps, paymaster, id)).rejects.toMatchObject({ type: "not-the-proposer" });

  expect(await balances(deps)).toMatchObject({ "fund:general": 10_000n });
  expect((await listDecisions(deps, administrator)).mine).toEqual([]);
  expect((await listDecisions(deps, paymaster)).mine).toMatchObject([{ id, kind: "entry" }]);
});

test("L4: refused or withdrawn, nothing moves, and it can be proposed again", async () => {
  await endow(deps, accounts.general, 10_000n);
  const refused = await proposeTransfer(deps, paymaster, toReserve(4_000n));
  await refuseEntry(deps, administrator, refused, "Trop tôt");
  const withdrawn = await proposeTransfer(deps, paymaster, toReserve(4_000n));
  await withdrawEntry(deps, paymaster, withdrawn);

  await expect(confirmEntry(deps, administrator, refused)).rejects.toMatchObject({ type: "state-changed" });
  await expect(confirmEntry(deps, administrator, withdrawn)).rejects.toMatchObject({ type: "state-changed" });

  const { items } = await listManualEntries(deps, administrator, { limit: 10 });
  expect(items.map(({ state, refusal }) => [state, refusal])).toEqual([
    ["withdrawn", null],
    ["refused", "Trop tôt"],
  ]);
  expect(await balances(deps)).toMatchObject({ "fund:general": 10_000n });
});

test("L4: confirmed by several at once, an entry is posted once", async () => {
  await endow(deps, accounts.general, 10_000n);
  const id = await proposeTransfer(deps, paymaster, toReserve(4_000n));
  const others = await Promise.all([1, 2, 3].map(() => aStaffMember(deps, "authoriser")));

  const { done, refused } = await race([administrator, ...others].map((person) => confirmEntry(deps, person, id)));

  expect([done.length, refused.length]).toEqual([1, 3]);
  expect(await balances(deps)).toMatchObject({ "fund:general": 6_000n, "fund:reserve": 4_000n });
  await expect(confirmEntry(deps, paymaster, id)).rejects.toMatchObject({ type: "state-changed" });
});

test("L4: two corrections of one entry at once: one is proposed; once reversed, never again", async () => {
  const entryId = await assignedAtTheBank(deps, "50.00", accounts.general);
  const correct = (person: typeof paymaster) =>
    proposeCorrection(deps, person, { entryId, toAccount: accounts.reserve, reason: "Mauvais fonds" });

  const { done, refused } = await race([correct(paymaster), correct(administrator)]);
  const [id = ""] = done;
  const { proposedBy } = await readManualEntry(deps, paymaster, id);
  await confirmEntry(deps, proposedBy === paymaster.userId ? administrator : paymaster, id);

  expect(refused).toEqual(["correction-open"]);
  await expect(correct(paymaster)).rejects.toMatchObject({ type: "correction-reversed" });
});

test("L4: a transfer is undone whole by a correction; what replaced an entry can itself be corrected", async () => {
  const entryId = await assignedAtTheBank(deps, "50.00", accounts.general);
  const first = await proposeCorrection(deps, paymaster, { entryId, toAccount: accounts.reserve, reason: "Réserve" });
  await confirmEntry(deps, administrator, first);
  const { items } = await listEntries(deps, worker("test"), { limit: 50 });
  const replacement = items.find(({ kind }) => kind === "entry_corrected");

  const second = await proposeCorrection(deps, paymaster, {
    entryId: replacement?.id ?? "",
    toAccount: accounts.general,
    reason: "Finalement non",
  });
  await confirmEntry(deps, administrator, second);
  const transfer = await proposeTransfer(deps, paymaster, toReserve(1_000n));
  await confirmEntry(deps, administrator, transfer);
  const { entryId: transferred } = await readManualEntry(deps, paymaster, transfer);
  const undo = await proposeCorrection(deps, paymaster, { entryId: transferred ?? "", reason: "Vote annulé" });
  await confirmEntry(deps, administrator, undo);

  expect(await balances(deps)).toMatchObject({ "fund:general": 5_000n, "fund:reserve": 0n, suspense: 0n });
  await booksHold(deps);
});

test("L4: an entry that belongs to a gift, a match or a grant is never reversed by hand", async () => {
  const captured = await post(deps, "charge_captured", move(accounts.stripe, accounts.gifts(uuidv7()), 2_000n));
  const funded = await post(deps, "bank_line_assigned", move(accounts.suspense, accounts.pot(uuidv7()), 2_000n));

  for (const { entryId } of [captured, funded])
    await expect(
      proposeCorrection(deps, paymaster, { entryId, toAccount: accounts.reserve, reason: "Erreur" }),
    ).rejects.toMatchObject({ type: "correction-kind" });
});

test("L3: a confirmation whose money is spent meanwhile posts nothing", async () => {
  const entryId = await assignedAtTheBank(deps, "50.00", accounts.general);
  const id = await proposeCorrection(deps, paymaster, {
    entryId,
    toAccount: accounts.reserve,
    reason: "Mauvais fonds",
  });
  const spent = await proposeTransfer(deps, paymaster, { ...toReserve(4_500n), toAccount: accounts.tips });
  await confirmEntry(deps, administrator, spent);

  await expect(confirmEntry(deps, administrator, id)).rejects.toMatchObject({ type: "account-exhausted" });

  expect(await readManualEntry(deps, paymaster, id)).toMatchObject({ state: "proposed", entryId: null });
  expect(await balances(deps)).toMatchObject({ "fund:general": 500n, "fund:tips": 4_500n });
});

test("L4: own money covers a cost up to what was spent, and nothing beyond what is there", async () => {
  await endow(deps, accounts.general, 10_000n);
  await post(deps, "test_cost", move(accounts.losses, accounts.bank, 3_000n));
  const cover = (amountCents: bigint, toAccount: (typeof accounts)["losses"] = accounts.losses) =>
    proposeTransfer(deps, paymaster, { ...toReserve(amountCents), toAccount: toAccount as never });

  await confirmEntry(deps, administrator, await cover(3_000n));

  expect(await balances(deps)).toMatchObject({ "fund:general": 7_000n, losses: 0n });
  await expect(cover(100n)).rejects.toMatchObject({ type: "transfer-no-such-cost" });
  await expect(cover(7_100n, accounts.reserve)).rejects.toMatchObject({ type: "transfer-not-enough" });
  await expect(cover(100n, accounts.general)).rejects.toMatchObject({ type: "transfer-same-account" });
});

test("F2: of the reserve, what stands for sums that projects owe is moved nowhere", async () => {
  await endow(deps, accounts.reserve, 10_000n);
  await post(deps, "test_owed", move(accounts.campaignReceivable(uuidv7()), accounts.bank, 6_000n));
  const fromReserve = (amountCents: bigint) =>
    proposeTransfer(deps, paymaster, {
      ...toReserve(amountCents),
      fromAccount: accounts.reserve,
      toAccount: accounts.general,
    });

  await expect(fromReserve(4_001n)).rejects.toMatchObject({ type: "transfer-not-enough" });
  const [first, second] = [await fromReserve(4_000n), await fromReserve(4_000n)];
  const { done } = await race([confirmEntry(deps, administrator, first), confirmEntry(deps, administrator, second)]);

  expect(done).toHaveLength(1);
  expect(await balances(deps)).toMatchObject({ "fund:reserve": 6_000n, "fund:general": 4_000n });
});

test("F2, L4: undoing what filled the reserve takes nothing out of it that it stands for", async () => {
  const entryId = await assignedAtTheBank(deps, "50.00", accounts.reserve);
  await post(deps, "test_owed", move(accounts.campaignReceivable(uuidv7()), accounts.bank, 1_000n));
  const toGeneral = { entryId, toAccount: accounts.general, reason: "Mauvais fonds" };
  const correction = await proposeCorrection(deps, paymaster, toGeneral);

  await expect(confirmEntry(deps, administrator, correction)).rejects.toMatchObject({ type: "account-exhausted" });
});

test("L4: reversal and replacement together change own accounts alone", () => {
  const postings = [
    ...move(accounts.suspense, accounts.general, 700n),
    ...move(accounts.suspense, accounts.losses, 300n),
  ];

  const decision = decideCorrection({ kind: "bank_line_assigned", isReversed: false, postings }, accounts.reserve);

  expect(decision).toMatchObject({
    kind: "correct",
    replacement: [
      { account: "suspense", amountCents: 1_000n },
      { account: "fund:reserve", amountCents: -1_000n },
    ],
  });
});

const asOwner = (statement: SQL) =>
  database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(statement);
  });

test.each([
  ["its proposer confirm it", sql`decided_by = proposed_by, entry_id = reverses_id`, "manual_entries_two_people"],
  ["a confirmation have no entry", sql`decided_by = null, entry_id = null`, "manual_entries_"],
  ["its reason change", sql`reason = 'autre'`, "manual_entries_frozen"],
  ["its account change", sql`to_account = 'losses'`, "manual_entries_frozen"],
])("L4: the database lets nobody make %s", async (_, change, constraint) => {
  const entryId = await assignedAtTheBank(deps, "50.00", accounts.general);
  await proposeCorrection(deps, paymaster, { entryId, toAccount: accounts.reserve, reason: "Mauvais fonds" });

  const tried = asOwner(sql`update manual_entries set state = 'confirmed', decided_at = now(), ${change}
    where fund_id = ${deps.fundId}`);

  await expect(tried).rejects.toMatchObject({
    cause: { constraint_name: expect.stringContaining(constraint) },
  });
  await expect(asOwner(sql`delete from manual_entries where fund_id = ${deps.fundId}`)).rejects.toThrow();
});

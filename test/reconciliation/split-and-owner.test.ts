import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { bankLineParts, bankLines, differences, matchingPots, stripePayouts } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { parseResolution, splitRefusal, splitText } from "../../src/domain/difference.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { closeDifference } from "../../src/reconciliation/close-difference.ts";
import { compareBankDays } from "../../src/reconciliation/compare-bank-days.ts";
import { comparePayoutDays } from "../../src/reconciliation/compare-payout-days.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold, race } from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

/** A credit of 100 € nobody can place, as a difference. */
async function anUnknownLine(): Promise<string> {
  const paymaster = await aStaffMember(deps, "paymaster");
  const xml = bankStatement(
    { name: "Fonds de test", iban: deps.bankAccount.iban },
    {
      bankDate: "2027-03-10",
      openingCents: 0n,
      incomingTransfers: [
        { amountCents: 10_000n, debtorName: "Mairie de Guéret", debtorIban: "BE68539007547034", remittance: "Don" },
      ],
    },
  );
  await importBankStatement(deps, paymaster, { xml });
  return (await theDifference()).id;
}
const theDifference = async () =>
  (await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId)))[0] ??
  expect.fail("no difference");
const site = () => testApp(deps, { apiRoutes, pageRoutes });

test("R2: on its page a line is split over two pots and the general fund, and a second person books it, once", async () => {
  const differenceId = await anUnknownLine();
  const [one, other] = [await aMatchingPot(deps, 0n), await aMatchingPot(deps, 0n)];
  const paymaster = await signIn(site(), (await aStaffMember(deps, "paymaster")).email);
  const path = `/ecarts/${differenceId}/repartition`;
  const form = (last: string) => ({
    "parts.0.amountCents": "60",
    "parts.0.resolution": `pot:${one.potId}`,
    "parts.1.amountCents": "30",
    "parts.1.resolution": `pot:${other.potId}`,
    "parts.2.amountCents": last,
    "parts.2.resolution": "account:fund:general",
    reason: "Un virement pour deux enveloppes et un don",
  });

  const short = await submitForm(paymaster, path, form("9"), path);
  const sent = await submitForm(paymaster, path, form("10"), path);
  const { resolution } = await theDifference();
  const closers = [await aStaffMember(deps, "authoriser"), await aStaffMember(deps, "administrator")];
  const { done, refused } = await race(
    closers.map((person) => closeDifference(deps, person, { differenceId, resolution: resolution ?? "" })),
  );
  expect([done.length, refused]).toEqual([1, ["state-changed"]]);

  expect([short.status, sent.status]).toEqual([422, 303]);
  expect(short.text).toContain("La somme des parts");
  expect(short.text).toContain('value="9"');
  const pots = await deps.db.select().from(matchingPots).where(eq(matchingPots.fundId, deps.fundId));
  expect(pots.map(({ fundedCents }) => fundedCents).toSorted()).toEqual([3_000n, 6_000n].toSorted());
  expect(await balanceOf(deps.db, deps.fundId, accounts.general)).toBe(1_000n);
  expect(await balanceOf(deps.db, deps.fundId, accounts.suspense)).toBe(0n);
  const parts = await deps.db.select().from(bankLineParts).where(eq(bankLineParts.fundId, deps.fundId));
  expect(parts.map(({ part, amountCents }) => [part, amountCents])).toEqual([
    [1, 6_000n],
    [2, 3_000n],
    [3, 1_000n],
  ]);
  const [line] = await deps.db.select().from(bankLines).where(eq(bankLines.fundId, deps.fundId));
  expect(line?.state).toBe("booked");
  const days = await compareBankDays(deps.db, deps.fundId, { from: "2027-03-10", to: "2027-03-10" });
  expect(days.get("2027-03-10")).toMatchObject({ unexplainedCents: 0n, loose: 0 });
  await booksHold(deps);
});

test("R1, R2: a payout that is a part of a bank line ties with that part alone, so that its day can close", async () => {
  const differenceId = await anUnknownLine();
  const [paymaster, authoriser] = [await aStaffMember(deps, "paymaster"), await aStaffMember(deps, "authoriser")];
  await inTransaction(deps.db, (tx) =>
    tx.insert(stripePayouts).values({
      fundId: deps.fundId,
      id: "po_part1",
      amountCents: 9_000n,
      state: "paid",
      arrivesAt: new Date("2027-03-10T12:00:00Z"),
    }),
  );
  const resolution = "split:9000=payout:po_part1;1000=account:fund:general";
  await explainDifference(deps, paymaster, { differenceId, reason: "Virement et geste de la banque", resolution });

  await closeDifference(deps, authoriser, { differenceId, resolution });

  const days = await comparePayoutDays(deps.db, deps.fundId, { from: "2027-03-10", to: "2027-03-10" });
  expect(days.get("2027-03-10")).toMatchObject({ firstCents: 9_000n, secondCents: 9_000n, unexplainedCents: 0n });
});

test("R2: a split that does not sum, or names what is not there, is refused before anything is written", async () => {
  const differenceId = await anUnknownLine();
  const paymaster = await aStaffMember(deps, "paymaster");
  const propose = (resolution: string) => explainDifference(deps, paymaster, { differenceId, reason: "x", resolution });
  const nowhere = "pot:00000000-0000-4000-8000-000000000000";

  await expect(propose("split:5000=account:fund:general;4999=account:losses")).rejects.toMatchObject({
    type: "split-not-possible",
  });
  await expect(propose(`split:5000=account:fund:general;5000=${nowhere}`)).rejects.toMatchObject({
    type: "resolution-not-possible",
  });
  expect(await theDifference()).toMatchObject({ state: "open" });
});

test("R2: a split is read as it is written, and nothing else is", () => {
  const parts = [
    { amountCents: 60n, text: "account:losses" },
    { amountCents: 40n, text: "payout:po_1" },
  ];

  expect(parseResolution(splitText(parts))).toMatchObject({ kind: "split", parts });
  for (const text of [
    "split:",
    "split:1=reason;2=account:losses",
    "split:5=account:losses",
    "split:0=account:losses;1=account:losses",
    "split:1=split:1=account:losses;1=account:losses",
  ])
    expect(parseResolution(text)).toBeUndefined();
  const read = parseResolution("split:60=payout:po_1;40=payout:po_2");
  expect(read?.kind === "split" && splitRefusal(100n, read.parts)).toBe("payouts");
});

test("R2: raw SQL cannot book parts that are not the whole line", async () => {
  await anUnknownLine();
  const tried = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`insert into bank_line_parts (fund_id, line_id, part, amount_cents, resolution, entry_key)
      select fund_id, id, 1, 9999, 'account:losses', 'x' from bank_lines where fund_id = ${deps.fundId}`);
  });

  await expect(tried).rejects.toMatchObject({ constraint_name: "bank_line_parts_sum_to_line" });
});

test("R2: a difference is taken on, handed over, found by who has it, and grows old in words", async () => {
  const differenceId = await anUnknownLine();
  const [paymaster, authoriser] = [await aStaffMember(deps, "paymaster"), await aStaffMember(deps, "authoriser")];
  const auditor = await aStaffMember(deps, "auditor");
  const browser = await signIn(site(), paymaster.email);
  const path = `/ecarts/${differenceId}`;
  await moveClock(database, undefined, 9 * 86_400);

  const taken = await submitForm(browser, path, { ownerId: paymaster.userId }, `${path}/responsable`);
  const mine = await browser.get("/ecarts?responsable=me").expect(200);
  const toAuditor = await submitForm(browser, path, { ownerId: auditor.userId }, `${path}/responsable`);
  const given = await submitForm(browser, path, { ownerId: authoriser.userId }, `${path}/responsable`);
  const mineNoMore = await browser.get("/ecarts?responsable=me").expect(200);
  const kinds = await browser.get("/ecarts?genre=bank-line").expect(200);

  expect([taken.status, toAuditor.status, given.status]).toEqual([303, 422, 303]);
  expect(mine.text).toContain(path);
  expect(mine.text).toContain("9 jours");
  expect(mineNoMore.text).not.toContain(path);
  expect(kinds.text).toContain(path);
  expect((await browser.get(path)).text).toContain("il faut regarder de près");
  expect(await theDifference()).toMatchObject({ ownerId: authoriser.userId });
});

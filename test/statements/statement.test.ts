import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { outbox } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { recordPotFunding } from "../../src/partners/record-pot-funding.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { announceStatements } from "../../src/statements/announce-statements.ts";
import { everyLine, type StatementLine } from "../../src/statements/list-lines.ts";
import { monthNamed, monthOf, monthsBetween } from "../../src/statements/months.ts";
import { listStatements, readStatement } from "../../src/statements/read-statement.ts";
import { statementCsv } from "../../src/statements/statement-csv.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClockTo } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { anAgreement, dayFromNow } from "../support/partners.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let agreement: Awaited<ReturnType<typeof anAgreement>>;
let campaignId: string;
let saved: string;
let month: string;

/** The fifth of the next month: each test has a month of its own, and days left in it. */
async function beginMonth(): Promise<void> {
  const { endsAt } = monthNamed(monthOf(await fundNow(deps.db)));
  await moveClockTo(database, sandbox, new Date(endsAt.getTime() + 4 * 86_400_000));
}

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  await beginMonth();
  month = monthOf(await fundNow(deps.db));
  agreement = await anAgreement(deps, 50_000);
  await agreement.addRule({ endsOn: await dayFromNow(deps, 200) });
  campaignId = (await aCampaign(deps, "live", { mode: "keep_what_you_raise", title: "=SOMME(A1) ; l’atelier" })).id;
  saved = (await aCampaign(deps, "live", { goalCents: 100_000 })).id;
});

const read = (name = month) =>
  readStatement(deps, agreement.member, { agreementId: agreement.agreementId, month: name });

async function csvOf(name = month, language: "fr" | "en" = "fr"): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of statementCsv(deps, await read(name), language)) pieces.push(piece);
  return pieces.join("");
}

const cancel = (pledgeId: string) =>
  cancelPledge(deps, { kind: "guest" }, { pledgeId, token: accessToken(deps.cipher, pledgeId) });

/** 30 € captured, 50 € reserved, 20 € reserved and let go. */
async function someGifts() {
  await aFirmPledge(deps, campaignId, 3_000n);
  await aFirmPledge(deps, saved, 5_000n);
  await cancel(await aFirmPledge(deps, saved, 2_000n));
}

test("M2: a month tells what was received, reserved, released and confirmed, and what is left of it", async () => {
  await someGifts();

  const { pots, final } = await read();

  expect(final).toBe(false);
  expect(pots).toHaveLength(1);
  expect(pots[0]).toMatchObject({
    opening: { remainingCents: 0n, accountCents: 0n },
    moves: { received: 50_000n, reserved: 10_000n, released: 2_000n, committed: 3_000n, reversed: 0n, paid: 0n },
    closing: { remainingCents: 42_000n, reservedCents: 5_000n, committedCents: 3_000n, accountCents: 47_000n },
    ledger: { openingCents: 0n, closingCents: 47_000n },
  });
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("a month that is over is the same whenever asked, and the next one begins where it ended", async () => {
  await someGifts();
  const past = monthNamed(month);
  await moveClockTo(database, sandbox, new Date(past.endsAt.getTime() + 3_600_000));
  const first = [await read(), await csvOf()];
  await recordPotFunding(deps, agreement.paymaster, {
    potId: agreement.potId,
    amountCents: 10_000n,
    bankReference: `VIR-${month}`,
    receivedOn: past.endsAt.toISOString().slice(0, 10).replace(/..$/, "01"),
  });
  const later = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  await aFirmPledge(deps, later.id, 1_500n);

  const again = [await read(), await csvOf()];

  expect(again).toEqual(first);
  expect((await read()).final).toBe(true);
  const next = await read(monthOf(await fundNow(deps.db)));
  expect(next.pots[0]?.opening).toEqual((await read()).pots[0]?.closing);
  expect(next.pots[0]?.moves).toMatchObject({ received: 10_000n, committed: 1_500n });
  const { months } = await listStatements(deps, agreement.member, agreement.agreementId);
  expect(months.map((one) => one.month)).toEqual([monthOf(await fundNow(deps.db)), month]);
});

test("a month is not closed within the hour after its end: a transaction of its last second may still end", async () => {
  const past = monthNamed(month);
  await moveClockTo(database, sandbox, new Date(past.endsAt.getTime() + 60_000));

  expect((await read()).final).toBe(false);
});

test("the lines of a month add up to its totals, each gift under a code name (X6)", async () => {
  await someGifts();
  const statement = await read();

  const lines: StatementLine[] = [];
  for await (const line of everyLine(deps, statement, [agreement.potId])) lines.push(line);

  const sum = (move: string) =>
    lines.filter((line) => line.move === move).reduce((total, line) => total + line.amountCents, 0n);
  const [pot] = statement.pots;
  for (const move of ["received", "reserved", "released", "committed"] as const)
    expect(sum(move)).toBe(pot?.moves[move]);
  const codes = new Set(lines.flatMap((line) => line.gift?.pseudonym ?? []));
  expect(codes.size).toBe(3);
  for (const code of codes) expect(code).toMatch(/^[0-9A-F]{8}$/);
});

test("the CSV opens in a French spreadsheet, runs no formula, and its effects lead from start to end", async () => {
  await someGifts();

  const text = await csvOf();

  expect(text.startsWith("\ufeffDate;Enveloppe;Mouvement;Montant;")).toBe(true);
  const rows = text.slice(1).trimEnd().split("\r\n").slice(1);
  expect(rows).toHaveLength(8);
  expect(text).toContain(`"'=SOMME(A1) ; l’atelier"`);
  const effects = rows.map((row) => Number(row.split(";")[4]?.replace(",", ".") || 0));
  const [start = "", end = ""] = [rows[0], rows.at(-1)].map((row) => row?.split(";")[3]);
  expect(start).toBe("0,00");
  expect(effects.reduce((sum, one) => sum + one, 0)).toBe(420);
  expect(end).toBe("420,00");
  expect((await csvOf(month, "en")).split("\r\n")[0]).toBe(
    "\ufeffDate,Pot,Movement,Amount,Effect on what is free,Campaign,Code of the gift,Amount of the gift,Reference",
  );
});

describe("X1: a statement is the partner's own", () => {
  test("others, months to come and months before the first are not found", async () => {
    const stranger = await aUser(deps.db);
    const asked = { agreementId: agreement.agreementId, month };
    const [upcoming = ""] = monthsBetween(month, monthOf(monthNamed(month).endsAt));

    await expect(readStatement(deps, stranger, asked)).rejects.toMatchObject({ type: "not-found" });
    await expect(read(upcoming)).rejects.toMatchObject({ type: "not-found" });
    await expect(read("2020-01")).rejects.toMatchObject({ type: "not-found" });
    await expect(read("2026-13")).rejects.toMatchObject({ type: "not-found" });
  });
});

test("a statement that does not tie with the ledger is given to nobody", async () => {
  await someGifts();
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`alter table match_events disable trigger append_only`);
    await tx.execute(
      sql`update match_events set amount_cents = amount_cents - 1 where fund_id = ${deps.fundId} and kind = 'committed'`,
    );
    await tx.execute(sql`alter table match_events enable always trigger append_only`);
  });

  await expect(read()).rejects.toThrow(/does not tie/);
});

test("all that one transaction records bears one instant: a match and its entry are never in two months", async () => {
  await someGifts();

  const rows = await deps.db.execute<{ same: boolean }>(sql`
    select e.occurred_at = j.recorded_at as same from match_events e
    join journal_entries j on j.fund_id = e.fund_id and j.key = 'match:' || e.match_id || ':committed'
    where e.fund_id = ${deps.fundId} and e.kind = 'committed'`);

  expect(rows.map((row) => row.same)).toEqual([true]);
});

describe("the month that ended is announced", () => {
  const letters = async () => {
    const rows = await deps.db.select().from(outbox).where(eq(outbox.job, "send-mail"));
    return rows.flatMap(({ payload }) => {
      const { template, subjectId } = payload as { template: string; subjectId: string };
      return template === "statement-ready" && subjectId.startsWith(agreement.agreementId) ? [subjectId] : [];
    });
  };
  const announce = () => announceStatements(deps, worker("announce-statements"));

  test("to each member of the partner, once, however often the job runs", async () => {
    await someGifts();
    await announce();
    expect(await letters()).toEqual([]);
    await moveClockTo(database, sandbox, new Date(monthNamed(month).endsAt.getTime() + 3_600_000));

    await Promise.all([announce(), announce()]);
    await announce();

    expect(await letters()).toEqual([`${agreement.agreementId}/${month}/${agreement.member.userId}`]);
    const letter = await TEMPLATES["statement-ready"]?.(deps, (await letters())[0] ?? "");
    expect(letter?.to).toBe(agreement.member.email);
    expect(letter?.text).toContain(`/partenaires/${agreement.agreementId}/releves/${month}`);
  });

  test("not where nothing moved and nothing stands, nor weeks later", async () => {
    await moveClockTo(database, sandbox, new Date(monthNamed(month).endsAt.getTime() + 20 * 86_400_000));

    await announce();

    expect(await letters()).toEqual([]);
  });
});

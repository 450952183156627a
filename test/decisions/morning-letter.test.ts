import { and, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { sendMessage } from "../../src/contact/send-message.ts";
import { fundNow } from "../../src/db/clock.ts";
import { decisionLetters, outbox } from "../../src/db/schema/index.ts";
import { announceDecisions } from "../../src/decisions/announce-decisions.ts";
import { chooseLetters } from "../../src/decisions/choose-letters.ts";
import type { Deps } from "../../src/deps.ts";
import { plusDays } from "../../src/domain/calendar.ts";
import { isWorkingDay } from "../../src/domain/working-day.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aStaffMember } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let officer: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  officer = await aStaffMember(deps, "case_officer");
  const writer = await aUser(deps.db);
  await sendMessage(deps, writer, {
    name: "Dona",
    email: "dona@example.org",
    body: "Où en est mon don ?",
    language: "fr",
  });
});

const HOUR_MS = 3_600_000;

/** Moves the clock to that hour in Paris of the next day that is, or is not, a working one. */
async function goTo(hour: number, isWorking = true): Promise<string> {
  const now = await fundNow(deps.db);
  let day = plusDays(dayOf(now), 1);
  while (isWorkingDay(day) !== isWorking) day = plusDays(day, 1);
  const at = midnight(day) + hour * HOUR_MS;
  await moveClock(database, undefined, Math.ceil((at - now.getTime()) / 1000));
  return day;
}

const midnight = (day: string) => {
  const utc = Date.parse(`${day}T00:00:00Z`);
  return (
    [1, 2]
      .map((hours) => utc - hours * HOUR_MS)
      .find((at) => dayOf(new Date(at)) === day && dayOf(new Date(at - 1)) !== day) ?? utc
  );
};

const letters = ({ userId } = officer) =>
  deps.db
    .select()
    .from(decisionLetters)
    .where(and(eq(decisionLetters.fundId, deps.fundId), eq(decisionLetters.userId, userId)));

test("each working morning, staff for whom something waits are written to, once", async () => {
  const day = await goTo(8);

  await announceDecisions(deps);
  await announceDecisions(deps);

  expect(await letters()).toMatchObject([{ userId: officer.userId, day }]);
  const subjectId = `${day}/${officer.userId}`;
  const jobs = (await deps.db.select().from(outbox)).filter((job) => JSON.stringify(job.payload).includes(subjectId));
  expect(jobs).toHaveLength(1);
  const letter = await TEMPLATES["decisions-of-day"]?.(deps, subjectId);
  expect(letter).toMatchObject({ to: officer.email });
  expect(letter?.text).toContain("Messages sans réponse : 1");
  expect(letter?.text).toContain("Où en est mon don ?");
  expect(letter?.text).toContain("/a-decider");
});

test("neither at night, nor in the afternoon, nor on a day off", async () => {
  for (const [hour, working] of [
    [6, true],
    [12, true],
    [9, false],
  ] as const) {
    await goTo(hour, working);
    await announceDecisions(deps);
  }

  expect(await letters()).toEqual([]);
});

test("whoever asked not to, or has nothing to decide, gets none", async () => {
  const auditor = await aStaffMember(deps, "auditor");
  await chooseLetters(deps, officer, false);
  await goTo(8);
  await announceDecisions(deps);
  expect(await letters()).toEqual([]);

  await chooseLetters(deps, officer, true);
  await announceDecisions(deps);
  expect(await letters(auditor)).toEqual([]);
  expect(await letters()).toHaveLength(1);
  await expect(chooseLetters(deps, await aUser(deps.db), false)).rejects.toMatchObject({ status: 404 });
});

test("what was sent stays written down", async () => {
  await goTo(8);
  await announceDecisions(deps);

  const tried = database.owner.transaction((tx) => tx.delete(decisionLetters));
  await expect(tried).rejects.toThrow();
});

import { and, eq, like, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { auditLog, differenceReminders, differences } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { assignDifference } from "../../src/reconciliation/assign-difference.ts";
import { openDifference } from "../../src/reconciliation/open-difference.ts";
import { remindOwners } from "../../src/reconciliation/remind-owners.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, loseRole, race } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let paymaster: Awaited<ReturnType<typeof aStaffMember>>;
let authoriser: Awaited<ReturnType<typeof aStaffMember>>;

beforeEach(async () => {
  deps = await testDeps(database.db);
  paymaster = await aStaffMember(deps, "paymaster");
  authoriser = await aStaffMember(deps, "authoriser");
});

async function aDifference(subject: string): Promise<string> {
  const cause = "payout-missing";
  await inTransaction(deps.db, (tx) =>
    openDifference(tx, deps.fundId, worker("test"), {
      kind: "payout-missing",
      subject,
      amountCents: -8_000n,
      proposedCause: cause,
    }),
  );
  const [row] = await deps.db
    .select()
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), eq(differences.subject, subject)));
  return row?.id ?? expect.fail("no difference");
}

const give = (differenceId: string, by: typeof paymaster, to: typeof paymaster) =>
  assignDifference(deps, by, { differenceId, ownerId: to.userId });

/** Subjects of the letters of this template that wait to be sent about this person. */
async function waiting(template: string, userId: string): Promise<readonly string[]> {
  const rows = await deps.db.execute<{ subject: string }>(sql`
    select payload->>'subjectId' as subject from outbox
    where job = 'send-mail' and payload->>'template' = ${template} and payload->>'subjectId' like ${`%${userId}`}`);
  return [...rows].map(({ subject }) => subject);
}

const letter = (template: string, subjectId: string) => TEMPLATES[template]?.(deps, subjectId);

test("R2, X2: who is handed a difference gets a letter with its sum and cause, who takes one on gets none", async () => {
  const id = await aDifference("payout:po_1");

  await give(id, paymaster, paymaster);
  await give(id, paymaster, authoriser);
  await give(id, paymaster, authoriser);

  expect(await waiting("difference-given", paymaster.userId)).toEqual([]);
  expect(await waiting("difference-given", authoriser.userId)).toEqual([`${id}/${authoriser.userId}`]);
  const sent = await letter("difference-given", `${id}/${authoriser.userId}`);
  expect(sent).toMatchObject({ to: authoriser.email, subject: "Un écart vous est confié" });
  expect(sent?.text).toContain("un écart de −80");
  expect(sent?.text).toContain(`${deps.baseUrl}/ecarts/${id}`);
  await give(id, authoriser, paymaster);
  expect(await letter("difference-given", `${id}/${authoriser.userId}`)).toBeUndefined();
});

test("R2, X2: past its age limit its owner is reminded once a week, of all of them in one letter, by many sweeps at once", async () => {
  for (const subject of ["payout:po_1", "payout:po_2"]) await give(await aDifference(subject), paymaster, authoriser);
  await aDifference("payout:po_nobodys");

  await remindOwners(deps);
  expect(await waiting("differences-late", authoriser.userId)).toEqual([]);
  await moveClock(database, undefined, 7 * DAY);
  await race([remindOwners(deps), remindOwners(deps), remindOwners(deps)]);
  await remindOwners(deps);

  expect(await waiting("differences-late", authoriser.userId)).toEqual([authoriser.userId]);
  expect((await letter("differences-late", authoriser.userId))?.text).toContain("2 écarts dont vous êtes responsable");
  const kept = await deps.db
    .select()
    .from(differenceReminders)
    .where(eq(differenceReminders.ownerId, authoriser.userId));
  expect(kept).toMatchObject([{ differences: 2 }]);
  const audits = await deps.db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.action, "difference.owner-reminded"), like(auditLog.subjectId, authoriser.userId)));
  expect(audits).toHaveLength(1);

  await moveClock(database, undefined, 7 * DAY);
  await remindOwners(deps);
  expect(await waiting("differences-late", authoriser.userId)).toHaveLength(2);
});

test("X1: whoever works on differences no more is reminded of none", async () => {
  await give(await aDifference("payout:po_1"), paymaster, authoriser);
  await loseRole(deps, authoriser.userId, "authoriser");
  await moveClock(database, undefined, 8 * DAY);

  await remindOwners(deps);

  expect(await waiting("differences-late", authoriser.userId)).toEqual([]);
});

test.each([
  ["difference_reminders_week_is_monday", "'2027-03-09', 1"],
  ["difference_reminders_of_some", "'2027-03-08', 0"],
])("R2: raw SQL cannot break %s", async (constraint_name, values) => {
  const tried = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(
      sql`insert into difference_reminders (fund_id, owner_id, week_on, differences, sent_at)
        values (${deps.fundId}, ${paymaster.userId}, ${sql.raw(values)}, now())`,
    );
  });

  await expect(tried).rejects.toMatchObject({ cause: { constraint_name } });
});

test("X2: who was reminded of what is never changed or deleted", async () => {
  for (const change of [sql`update difference_reminders set differences = 9`, sql`delete from difference_reminders`]) {
    const tried = database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(change);
    });
    await expect(tried).rejects.toMatchObject({ cause: { constraint_name: "difference_reminders_append_only" } });
  }
});

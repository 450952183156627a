import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { outbox } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { cancelChange } from "../../src/safety/cancel-change.ts";
import { confirmChange } from "../../src/safety/confirm-change.ts";
import { proposeChange } from "../../src/safety/propose-change.ts";
import { readSafety } from "../../src/safety/queries.ts";
import { safetyCents } from "../../src/safety/read-safety.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, race } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

const rule = "refund-second-person";
const inForce = () => safetyCents(deps.db, deps.fundId, rule);
const change = (toCents: bigint) => ({ rule, toCents, reason: "Décision du conseil" }) as const;

test("X3: a looser rule takes two administrators and holds a day after the second; a tighter one holds at once", async () => {
  const [one, two] = [await aStaffMember(deps, "administrator"), await aStaffMember(deps, "administrator")];
  const authoriser = await aStaffMember(deps, "authoriser");

  const { id } = await proposeChange(deps, one, change(80_000n));
  expect(await inForce()).toBe(50_000n);
  await expect(confirmChange(deps, one, { changeId: id })).rejects.toMatchObject({ type: "second-person-needed" });
  await confirmChange(deps, two, { changeId: id });
  expect(await inForce()).toBe(50_000n);
  await moveClock(database, undefined, DAY - 60);
  expect(await inForce()).toBe(50_000n);
  await moveClock(database, undefined, 60);
  expect(await inForce()).toBe(80_000n);

  await proposeChange(deps, one, change(10_000n));
  expect(await inForce()).toBe(10_000n);
  const told = (await deps.db.select().from(outbox)).map(({ payload }) => payload as { subjectId?: string });
  expect(told.filter(({ subjectId }) => subjectId === `${id}/${authoriser.userId}`)).toHaveLength(2);
});

test("X3: any administrator stops a looser rule until it holds; a tighter one ends it too", async () => {
  const people = [await aStaffMember(deps, "administrator"), await aStaffMember(deps, "administrator")] as const;
  const first = await proposeChange(deps, people[0], change(80_000n));
  await confirmChange(deps, people[1], { changeId: first.id });
  await expect(proposeChange(deps, people[0], change(90_000n))).rejects.toMatchObject({ type: "change-pending" });
  await cancelChange(deps, people[0], { changeId: first.id });
  const second = await proposeChange(deps, people[0], change(80_000n));
  await confirmChange(deps, people[1], { changeId: second.id });

  await proposeChange(deps, people[1], change(20_000n));
  await moveClock(database, undefined, DAY + 1);

  expect(await inForce()).toBe(20_000n);
  const { changes } = await readSafety(deps, people[0]);
  expect(changes.map(({ state }) => state)).toEqual(["in-effect", "cancelled", "cancelled"]);
  await expect(cancelChange(deps, people[0], { changeId: changes[0]?.id ?? "" })).rejects.toMatchObject({
    type: "state-changed",
  });
});

test("X3: nobody raises their own limit, nor confirms it; a limit is for an approver", async () => {
  const approver = await aStaffMember(deps, "administrator", "authoriser");
  const [one, two] = [await aStaffMember(deps, "administrator"), await aStaffMember(deps, "administrator")];
  const raise = { rule: "approval-single", userId: approver.userId, toCents: 9_000_000n, reason: "Essai" } as const;

  await expect(proposeChange(deps, approver, raise)).rejects.toMatchObject({ type: "second-person-needed" });
  const { id } = await proposeChange(deps, one, raise);
  await expect(confirmChange(deps, approver, { changeId: id })).rejects.toMatchObject({ type: "second-person-needed" });
  await confirmChange(deps, two, { changeId: id });
  await moveClock(database, undefined, DAY);

  expect(await safetyCents(deps.db, deps.fundId, "approval-single", approver.userId)).toBe(9_000_000n);
  expect(await safetyCents(deps.db, deps.fundId, "approval-single", one.userId)).toBe(5_000_000n);
  await expect(proposeChange(deps, one, { ...raise, userId: two.userId })).rejects.toMatchObject({ status: 422 });
});

test("X3: two administrators who confirm at once confirm once; a case officer changes nothing (X1)", async () => {
  const [one, two, three] = [
    await aStaffMember(deps, "administrator"),
    await aStaffMember(deps, "administrator"),
    await aStaffMember(deps, "administrator"),
  ];
  const officer = await aStaffMember(deps, "case_officer");
  const { id } = await proposeChange(deps, one, change(80_000n));

  const outcome = await race([two, three].map((actor) => confirmChange(deps, actor, { changeId: id })));

  expect([outcome.done.length, outcome.refused]).toEqual([1, ["state-changed"]]);
  await expect(cancelChange(deps, officer, { changeId: id })).rejects.toMatchObject({ status: 403 });
});

test.each([
  ["safety_changes_loosening_waits", "update safety_changes set takes_effect_at = now() where id = :id"],
  [
    "safety_changes_loosening_waits",
    "update safety_changes set confirmed_by = :other, confirmed_at = now(), takes_effect_at = now() + interval '23 hours' where id = :id",
  ],
  [
    "safety_changes_two_people",
    "update safety_changes set confirmed_by = proposed_by, confirmed_at = now() where id = :id",
  ],
  ["safety_changes_confirmed_whole", "update safety_changes set confirmed_at = now() where id = :id"],
  ["safety_changes_cancelled_whole", "update safety_changes set cancelled_at = now() where id = :id"],
  ["safety_changes_frozen", "update safety_changes set to_cents = 1 where id = :id"],
  ["safety_changes_frozen", "update safety_changes set cancelled_at = now(), cancelled_by = :other where id = :tight"],
  ["safety_changes_append_only", "delete from safety_changes where id = :id"],
  [
    "safety_changes_rule_known",
    "insert into safety_changes select fund_id, gen_random_uuid(), 'no-rule', null, 1, 2, 'r', proposed_by, now() from safety_changes where id = :id",
  ],
  [
    "safety_changes_rule_known",
    "insert into safety_changes select fund_id, gen_random_uuid(), 'refund-second-person', :other, 1, 2, 'r', proposed_by, now() from safety_changes where id = :id",
  ],
  [
    "safety_changes_figures",
    "insert into safety_changes select fund_id, gen_random_uuid(), rule, null, 1, 1, 'r', proposed_by, now() from safety_changes where id = :id",
  ],
  [
    "safety_changes_has_reason",
    "insert into safety_changes select fund_id, gen_random_uuid(), rule, null, 1, 2, '', proposed_by, now() from safety_changes where id = :id",
  ],
  [
    "safety_changes_not_for_oneself",
    "insert into safety_changes select fund_id, gen_random_uuid(), 'approval-single', proposed_by, 1, 2, 'r', proposed_by, now() from safety_changes where id = :id",
  ],
  ["funds_approval_limits_positive", "update funds set approval_daily_cents = -1"],
])("%s refuses: %s", async (constraint, statement) => {
  const [one, two] = [await aStaffMember(deps, "administrator"), await aStaffMember(deps, "administrator")];
  const { id } = await proposeChange(deps, one, change(80_000n));
  const tight = await proposeChange(deps, one, { rule: "approval-daily", toCents: 1_000n, reason: "Prudence" });
  const written = statement
    .replaceAll(":id", `'${id}'`)
    .replaceAll(":other", `'${two.userId}'`)
    .replaceAll(":tight", `'${tight.id}'`);

  const error = await database.owner
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(written));
    })
    .catch((failed: unknown) => failed);

  expect(postgresError(error)?.constraint ?? String(error)).toBe(constraint);
});

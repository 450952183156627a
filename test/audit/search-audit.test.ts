import { beforeAll, expect, test } from "vitest";
import { listAudit } from "../../src/audit/queries.ts";
import { recordAudit } from "../../src/audit/record-audit.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { type Actor, worker } from "../../src/domain/actor.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const database = testDatabase();
let deps: Deps;

const auditor: Actor = { kind: "user", userId: "", email: "", staffRoles: ["auditor"], memberships: [] };

beforeAll(async () => {
  deps = await testDeps(database.db);
});

const note = (actor: Actor, action: string, id: string) =>
  inTransaction(database.db, (tx) => recordAudit(tx, actor, { action, subject: ["pot", id] }));

const found = async (filter: Partial<Parameters<typeof listAudit>[2]>) =>
  (await listAudit(deps, auditor, { limit: 100, ...filter })).items.map((row) => [row.action, row.subjectId]);

test("X2: one finds an action by who did it, what it was, what it changed and when, and the page after goes on", async () => {
  const person = await aUser(database.db);
  const other = await aUser(database.db);
  await note(person, "pot.fund", "one");
  await note(other, "pot.create", "two");
  await note(worker("sweep-pots"), "pot.fund", "two");

  expect(await found({ person: person.email.toUpperCase() })).toEqual([["pot.fund", "one"]]);
  expect(await found({ person: "SWEEP-pots" })).toEqual([["pot.fund", "two"]]);
  expect(await found({ action: "FUND" })).toEqual([
    ["pot.fund", "two"],
    ["pot.fund", "one"],
  ]);
  expect(await found({ subjectId: "two", action: "create" })).toEqual([["pot.create", "two"]]);
  expect(await found({ to: "2001-01-01" })).toEqual([]);
  expect(await found({ from: "2001-01-01", person: "%" })).toEqual([]);
  const first = await listAudit(deps, auditor, { limit: 1, action: "fund" });
  expect(await found({ action: "fund", cursor: first.nextCursor ?? "" })).toEqual([["pot.fund", "one"]]);
});

test("the name of the person who acted is shown, and none for a job", async () => {
  const person = await aUser(database.db);
  await note(person, "pot.named", "three");
  await note(worker("naming"), "pot.named", "three");

  const { items } = await listAudit(deps, auditor, { limit: 2, action: "named" });

  expect(items.map((row) => [row.actor, row.actorName !== null])).toEqual([
    ["worker:naming", false],
    [`user:${person.userId}`, true],
  ]);
});

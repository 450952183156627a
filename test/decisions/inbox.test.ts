import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import { proposeTransfer } from "../../src/corrections/propose-entry.ts";
import { KIND_NAMES } from "../../src/decisions/messages.ts";
import { countDecisions, readInbox } from "../../src/decisions/queries.ts";
import { SOURCES } from "../../src/decisions/sources.ts";
import type { Deps } from "../../src/deps.ts";
import { STAFF_ROLES } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { assignDifference } from "../../src/reconciliation/assign-difference.ts";
import { pageRoutes } from "../../src/routes.ts";
import { aWorld, type World } from "../access/world.ts";
import { endow } from "../corrections/support.ts";
import { agree, aProposal, bothSides } from "../support/agreements.ts";
import { testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, loseRole } from "../support/grants.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let world: World;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  world = await aWorld(database, deps);
});

test("every kind of decision has its words", () => {
  expect(SOURCES.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(KIND_NAMES).toSorted());
});

test.each(STAFF_ROLES)("X1: what waits for the %s leads to pages they may open, and is counted", async (role) => {
  const person = world.users[role];
  const { app } = testApp(deps, { pageRoutes, formOrigins: [sandbox.sandbox.url] });
  const inbox = await readInbox(deps, person);

  const opened = await Promise.all(
    [...new Set(inbox.mine.map(({ href }) => href))].map(async (href) => [
      href,
      (await request(app).get(href).set(world.headersOf(role))).status,
    ]),
  );

  expect(opened.filter(([, status]) => status !== 200)).toEqual([]);
  expect(await countDecisions(deps, person)).toBe(inbox.mine.length);
  expect([...inbox.counts.values()].reduce((sum, one) => sum + one, 0)).toBe(inbox.mine.length);
  const page = await request(app).get("/a-decider").set(world.headersOf(role));
  expect(page.status).toBe(200);
  for (const { href } of inbox.mine) expect(page.text).toContain(`href="${href}"`);
});

test("each role finds its own kinds", async () => {
  const kindsOf = async (role: (typeof STAFF_ROLES)[number]) =>
    [...(await readInbox(deps, world.users[role])).counts.keys()].toSorted();

  expect(await kindsOf("auditor")).toEqual([]);
  expect(await kindsOf("case_officer")).toEqual(["account", "dispute", "evidence", "identity", "message", "refund"]);
  expect(await kindsOf("administrator")).toEqual(expect.arrayContaining(["entry", "message", "round", "safety"]));
  expect(await kindsOf("paymaster")).toEqual(expect.arrayContaining(["explain"]));
});

test("L4: one's own proposal waits for somebody else", async () => {
  const [one, other] = [await aStaffMember(deps, "paymaster"), await aStaffMember(deps, "paymaster")];
  await endow(deps, accounts.general, 10_000n);
  const id = await proposeTransfer(deps, one, {
    fromAccount: accounts.general,
    toAccount: accounts.reserve,
    amountCents: 4_000n,
    reason: "Dotation votée",
  });

  const [proposer, second] = [await readInbox(deps, one), await readInbox(deps, other)];

  expect(proposer.mine.map((row) => row.id)).not.toContain(id);
  expect(proposer.others).toContainEqual(expect.objectContaining({ id, hold: "own", amountCents: 4_000n }));
  expect(second.mine).toContainEqual(expect.objectContaining({ id, kind: "entry", title: "Dotation votée" }));
});

test("R2: a difference in somebody's charge is back with their colleagues once their role ended", async () => {
  const [one, other] = [await aStaffMember(deps, "paymaster"), await aStaffMember(deps, "paymaster")];
  const mine = async () => (await readInbox(deps, one)).mine.filter(({ kind }) => kind === "explain");
  const [found] = await mine();
  const id = found?.id ?? expect.fail("no difference");

  await assignDifference(deps, one, { differenceId: id, ownerId: other.userId });
  expect(await mine()).not.toContainEqual(expect.objectContaining({ id }));
  await loseRole(deps, other.userId, "paymaster");

  expect(await mine()).toContainEqual(expect.objectContaining({ id, hold: undefined }));
});

test("a proposal waits for an answer, and for a signature only once its text is accepted", async () => {
  const sides = await bothSides(deps);
  const id = await aProposal(deps, sides);
  const kinds = async () =>
    (await readInbox(deps, sides.administrator)).mine.filter((row) => row.id === id).map(({ kind }) => kind);

  expect(await kinds()).toEqual(["proposal"]);
  await agree(deps, sides, id);
  expect(await kinds()).toEqual(["agreement"]);
});

test("the page can be narrowed to one kind", async () => {
  const { app } = testApp(deps, { pageRoutes });
  const page = await request(app).get("/a-decider?quoi=message").set(world.headersOf("case_officer"));

  expect(page.text).toContain(`/messages/${world.ids.messageId}`);
  expect(page.text).not.toContain(`href="/demandes/${world.ids.applicationId}"`);
});

test.each([
  ["a kind with nothing left", "round", "Corrections de tours à confirmer\u00a0: rien n’attend votre décision."],
  ["an unknown kind", "%3Cb%3E", "Rien de ce genre n’attend votre décision."],
  ["a name every object has", "constructor", "Rien de ce genre n’attend votre décision."],
])("%s is said to have nothing to decide, with the way to all that waits", async (_, kind, said) => {
  const { app } = testApp(deps, { pageRoutes });
  const waiting = await countDecisions(deps, world.users.case_officer);

  const page = await request(app).get(`/a-decider?quoi=${kind}`).set(world.headersOf("case_officer"));

  expect(page.status).toBe(200);
  expect(page.text).toContain(said);
  expect(page.text).toContain(`<a href="/a-decider">Voir tout ce qui attend (${waiting})</a>`);
  expect(page.text).not.toContain(`/messages/${world.ids.messageId}`);
});

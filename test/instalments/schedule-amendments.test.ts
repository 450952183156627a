import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import type { Deps } from "../../src/deps.ts";
import { requestDisbursement } from "../../src/disbursements/request-disbursement.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { amendSchedule } from "../../src/instalments/amend-schedule.ts";
import { listAmendments } from "../../src/instalments/amendment-queries.ts";
import { extendInstalment } from "../../src/instalments/move-limit.ts";
import { readInstalments } from "../../src/instalments/queries.ts";
import { signScheduleAmendment } from "../../src/instalments/sign-schedule-amendment.ts";
import { withdrawScheduleAmendment } from "../../src/instalments/withdraw-schedule-amendment.ts";
import { pageRoutes } from "../../src/routes.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold, race } from "../support/grants.ts";
import { aGrantInThree } from "../support/instalments.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

type Grant = Awaited<ReturnType<typeof aGrantInThree>>;

const DAY = "2099-12-31";

/** 30 and 20 % become 25 and 25 %, the last one a year later. */
const wanted = (grant: Grant, [second, third] = [2_500n, 2_500n]) => ({
  grantId: grant.grantId,
  reason: "Les travaux ont pris du retard.",
  lines: [
    { instalmentId: grant.second, share: second ?? 0n, dueOn: DAY },
    { instalmentId: grant.third, share: third ?? 0n, dueOn: "2100-06-30" },
  ],
});

const amounts = async (grant: Grant) =>
  (await readInstalments(deps, grant.owner, grant.grantId)).map((one) => [one.amountCents, one.dueOn]);

/** More money, past the rules: what awaits the signature of its own amendment, and what does not. */
const grows = (grant: Grant, byCents: bigint, awaitingCents = 0n) =>
  database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`update grants set amount_cents = amount_cents + ${byCents},
      awaiting_cents = awaiting_cents + ${awaitingCents} where id = ${grant.grantId}`);
  });

const sign = (actor: Actor, grant: Grant, { id, hash }: { id: string; hash: string }) =>
  signScheduleAmendment(deps, actor, { grantId: grant.grantId, amendmentId: id, agreementHash: hash });

const ask = (grant: Grant, instalmentId: string, amount: bigint) =>
  requestDisbursement(deps, grant.owner, {
    grantId: grant.grantId,
    instalmentId,
    amountCents: cents(amount),
    rail: "sepa",
    purpose: "Tranche",
  });

test("D2, D3: an amendment of the schedule holds with the second signature, of the very text, and not before", async () => {
  const grant = await aGrantInThree(database, deps);
  const administrator = await aStaffMember(deps, "administrator");
  await ask(grant, grant.first, 50_000n);
  const before = await amounts(grant);

  const proposed = await amendSchedule(deps, grant.officer, wanted(grant));
  const [amendment] = await listAmendments(deps, grant.owner, grant.grantId);
  expect(amendment?.paragraphs.map((one) => one.fr.replaceAll(/\s/g, " "))).toContain(
    "Tranche 3, « Bilan » : 250 € au lieu de 200 €, à demander au plus tard le 30 juin 2100 au lieu du 31 décembre 2099.",
  );
  await expect(sign(administrator, grant, proposed)).rejects.toMatchObject({ status: 409 });
  await expect(sign(grant.owner, grant, { ...proposed, hash: "0".repeat(64) })).rejects.toMatchObject({ status: 409 });
  await sign(grant.owner, grant, proposed);
  expect(await amounts(grant)).toEqual(before);
  await race([sign(administrator, grant, proposed), sign(administrator, grant, proposed)]);

  expect(await amounts(grant)).toEqual([
    [50_000n, DAY],
    [25_000n, DAY],
    [25_000n, "2100-06-30"],
  ]);
  expect((await listAmendments(deps, grant.owner, grant.grantId)).map((one) => one.state)).toEqual(["in-force"]);
  await booksHold(deps);
});

test("D2: what was asked for stays, the shares still make the whole, days follow and are to come", async () => {
  const grant = await aGrantInThree(database, deps);
  await ask(grant, grant.first, 1_000n);
  const propose = (input: Omit<ReturnType<typeof wanted>, "grantId">) =>
    amendSchedule(deps, grant.owner, { grantId: grant.grantId, ...input });
  const only = (instalmentId: string, share: bigint, dueOn: string) =>
    propose({ reason: "Essai", lines: [{ instalmentId, share, dueOn }] });

  await expect(only(grant.first, 5_000n, DAY)).rejects.toMatchObject({ status: 422 });
  await expect(propose(wanted(grant, [2_500n, 2_501n]))).rejects.toMatchObject({ status: 422 });
  await expect(only(grant.second, 3_000n, DAY)).rejects.toMatchObject({ status: 422 });
  await expect(only(grant.third, 2_000n, "2020-01-01")).rejects.toMatchObject({ status: 422 });
  await expect(only(grant.second, 3_000n, "2100-12-31")).rejects.toMatchObject({ status: 422 });
  await expect(amendSchedule(deps, await aUser(deps.db), wanted(grant))).rejects.toMatchObject({ status: 404 });
  await expect(amendSchedule(deps, await aStaffMember(deps, "auditor"), wanted(grant))).rejects.toMatchObject({
    status: 403,
  });
  expect(await listAmendments(deps, grant.owner, grant.grantId)).toEqual([]);
});

test("D2: one proposal at a time; one that an instalment overtook holds no more, and is withdrawn", async () => {
  const grant = await aGrantInThree(database, deps);
  const swapped = {
    grantId: grant.grantId,
    reason: "Plus tôt",
    lines: [
      { instalmentId: grant.first, share: 4_000n, dueOn: DAY },
      { instalmentId: grant.second, share: 4_000n, dueOn: DAY },
    ],
  };
  const proposed = await amendSchedule(deps, grant.owner, swapped);
  await expect(amendSchedule(deps, grant.officer, swapped)).rejects.toMatchObject({ type: "amendment-open" });
  await sign(grant.owner, grant, proposed);
  await ask(grant, grant.first, 1_000n);

  const administrator = await aStaffMember(deps, "administrator");
  await expect(sign(administrator, grant, proposed)).rejects.toMatchObject({ type: "amendment-overtaken" });
  await withdrawScheduleAmendment(deps, grant.officer, { grantId: grant.grantId, amendmentId: proposed.id });

  await expect(sign(administrator, grant, proposed)).rejects.toMatchObject({ type: "state-changed" });
  await amendSchedule(deps, grant.officer, wanted(grant));
});

test("D2: time given meanwhile is not taken back by an amendment proposed before it", async () => {
  const grant = await aGrantInThree(database, deps);
  const proposed = await amendSchedule(deps, grant.officer, wanted(grant));
  await extendInstalment(deps, grant.officer, { instalmentId: grant.second, dueOn: "2100-03-31", reason: "Retard" });

  await expect(sign(grant.owner, grant, proposed)).rejects.toMatchObject({ type: "amendment-overtaken" });
});

test("D2, A3: an amendment moves no cent of an instalment that was asked for", async () => {
  const grant = await aGrantInThree(database, deps);
  await grows(grant, 3n);
  await ask(grant, grant.first, 50_001n);
  const proposed = await amendSchedule(deps, grant.officer, wanted(grant, [1_000n, 4_000n]));
  const [amendment] = await listAmendments(deps, grant.owner, grant.grantId);

  await sign(grant.owner, grant, proposed);
  await sign(await aStaffMember(deps, "administrator"), grant, proposed);

  expect((await amounts(grant)).map(([amount]) => amount)).toEqual([50_001n, 10_000n, 40_002n]);
  expect(amendment?.paragraphs.map((one) => one.fr.replaceAll(/\s/g, " ")).join()).toContain(
    "400,02 € au lieu de 200,01 €",
  );
});

test("D3: nobody signs amounts that a grant grown meanwhile no longer gives", async () => {
  const grant = await aGrantInThree(database, deps);
  const proposed = await amendSchedule(deps, grant.officer, wanted(grant));
  await grows(grant, 10_000n);

  await expect(sign(grant.owner, grant, proposed)).rejects.toMatchObject({ type: "amendment-overtaken" });
});

test("D3: an amendment of the schedule shares out nothing of a complement that is not signed", async () => {
  const grant = await aGrantInThree(database, deps);
  await grows(grant, 10_000n, 10_000n);

  await amendSchedule(deps, grant.officer, wanted(grant));

  const [amendment] = await listAmendments(deps, grant.owner, grant.grantId);
  expect(amendment?.paragraphs.map((one) => one.fr.replaceAll(/\s/g, " ")).join()).toContain("250 € au lieu de 200 €");
});

test("D2: on its page the holder proposes an amendment, which comes back as typed where it does not add up", async () => {
  const grant = await aGrantInThree(database, deps);
  const browser = await signIn(testApp(deps, { pageRoutes }), grant.owner.email);
  const path = `/subventions/${grant.grantId}/echeancier/avenants/nouveau`;
  const fields = (third: string) => ({
    "lines.0.instalmentId": grant.first,
    "lines.0.share": "50",
    "lines.0.dueOn": DAY,
    "lines.1.instalmentId": grant.second,
    "lines.1.share": "20,5",
    "lines.1.dueOn": DAY,
    "lines.2.instalmentId": grant.third,
    "lines.2.share": third,
    "lines.2.dueOn": DAY,
    reason: "Le matériel coûte plus cher.",
  });

  const refused = await submitForm(browser, path, fields("29"));
  const done = await submitForm(browser, path, fields("29,5"));

  expect([refused.status, done.status]).toEqual([422, 303]);
  expect(refused.text).toContain('value="20,5"');
  const shown = (await browser.get(`/subventions/${grant.grantId}`)).text;
  expect(shown).toContain("Signer l’avenant");
  const [amendment] = await listAmendments(deps, grant.owner, grant.grantId);
  const own = `/subventions/${grant.grantId}/echeancier/avenants/${amendment?.id}`;
  await submitForm(
    browser,
    `/subventions/${grant.grantId}`,
    { agreementHash: amendment?.hash ?? "" },
    `${own}/signature`,
  );
  expect((await listAmendments(deps, grant.owner, grant.grantId))[0]?.state).toBe("fund-signs");
});

const insert = (
  lines: string,
  more = "now(), null, null, null, null, null, null",
  hash = "0".repeat(64),
  reason = "r",
) =>
  `insert into schedule_amendments select fund_id, gen_random_uuid(), grant_id, ${lines}, '${reason}', '[]', '${hash}', :user:, ${more} from instalments where id = :second:`;
const whole = "jsonb_build_array(jsonb_build_object('id', id, 'share', share))";
const onOpen = (change: string) => `update schedule_amendments set ${change} where id = :open:`;

test.each([
  ["schedule_amendments_whole", insert("jsonb_build_array(jsonb_build_object('id', id, 'share', share + 1))")],
  ["schedule_amendments_whole", insert("jsonb_build_array(jsonb_build_object('id', gen_random_uuid(), 'share', 1))")],
  ["schedule_amendments_whole", insert("'[]'::jsonb")],
  ["schedule_amendments_one_open", insert(whole)],
  ["schedule_amendments_hash_shape", insert(whole, undefined, "x")],
  ["schedule_amendments_has_reason", insert(whole, undefined, undefined, "")],
  ["schedule_amendments_signatures_whole", onOpen("holder_signed_at = now()")],
  ["schedule_amendments_holder_signs_first", onOpen("fund_signed_at = now(), fund_signed_by = :user:")],
  [
    "schedule_amendments_signed_by_two",
    onOpen("holder_signed_at = now(), holder_signed_by = :user:, fund_signed_at = now(), fund_signed_by = :user:"),
  ],
  ["schedule_amendments_withdrawn_unsigned", onOpen("withdrawn_at = now()")],
  ["schedule_amendments_frozen", onOpen("lines = '[]'")],
  ["schedule_amendments_append_only", "delete from schedule_amendments"],
  ["instalments_signed", "update instalments set share = share + 1 where id = :second:"],
  ["instalments_given_back_within_returned", "update instalments set returned_cents = 1 where id = :second:"],
])("D2: %s refuses: %s", async (constraint, statement) => {
  const grant = await aGrantInThree(database, deps);
  const { id } = await amendSchedule(deps, grant.officer, wanted(grant));
  const ids: Record<string, string> = { second: grant.second, user: grant.owner.userId, open: id };

  const error = await database.owner
    .transaction(async (tx) => {
      await tx.execute(
        sql`select set_config('app.tx', 'test', true), set_config('session_replication_role', 'replica', true)`,
      );
      await tx.execute(sql.raw(statement.replace(/:(\w+):/g, (_, name: string) => `'${ids[name]}'`)));
    })
    .catch((failed: unknown) => failed);

  expect(postgresError(error)?.constraint ?? String(error)).toBe(constraint);
});

import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { evidenceFiles, instalmentReminders } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { requestDisbursement } from "../../src/disbursements/request-disbursement.ts";
import { cents } from "../../src/domain/money.ts";
import { readAgreement } from "../../src/grants/read-agreement.ts";
import { addEvidenceFile, removeEvidenceFile } from "../../src/instalments/add-evidence-file.ts";
import { acceptEvidence, refuseEvidence } from "../../src/instalments/answer-evidence.ts";
import { changeSchedule } from "../../src/instalments/change-schedule.ts";
import { readEvidenceFile } from "../../src/instalments/evidence-queries.ts";
import { cancelInstalment, extendInstalment } from "../../src/instalments/move-limit.ts";
import { readInstalment, readInstalments } from "../../src/instalments/queries.ts";
import { remindInstalments } from "../../src/instalments/remind-instalments.ts";
import { sendEvidence } from "../../src/instalments/send-evidence.ts";
import { setTemplate } from "../../src/instalments/set-template.ts";
import { resumePayments, suspendPayments } from "../../src/instalments/suspend-payments.ts";
import { listEvidenceToExamine, listMissed } from "../../src/instalments/waiting-queries.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import {
  aGrant,
  aRequest,
  aStaffMember,
  booksHold,
  joinOrganisation,
  race,
  theDisbursement,
} from "../support/grants.ts";
import { aGrantInThree, aPdf, showEvidence } from "../support/instalments.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

type Grant = Awaited<ReturnType<typeof aGrantInThree>>;

const ask = (grant: Grant, instalmentId: string, amount: bigint) =>
  requestDisbursement(deps, grant.owner, {
    grantId: grant.grantId,
    instalmentId,
    amountCents: cents(amount),
    rail: "sepa",
    purpose: "Tranche",
  });

const states = async (grant: Grant) =>
  (await readInstalments(deps, grant.owner, grant.grantId)).map((one) => one.state);

test("D2: evidence of one opens the next; an instalment is asked for only once its evidence is accepted", async () => {
  const grant = await aGrantInThree(database, deps);
  expect(await states(grant)).toEqual(["accepted", "open", "locked"]);
  await expect(ask(grant, grant.second, 100n)).rejects.toMatchObject({ type: "evidence-needed" });
  await expect(ask(grant, grant.third, 100n)).rejects.toMatchObject({ type: "instalment-locked" });
  await expect(addEvidenceFile(deps, grant.owner, { instalmentId: grant.third, file: aPdf() })).rejects.toMatchObject({
    type: "evidence-not-awaited",
  });

  const { contentHash } = await showEvidence(deps, grant.owner, grant.second);
  expect(await states(grant)).toEqual(["accepted", "evidence_sent", "locked"]);
  expect((await listEvidenceToExamine(deps, grant.officer)).map((one) => one.id)).toEqual([grant.second]);
  await refuseEvidence(deps, grant.officer, {
    instalmentId: grant.second,
    contentHash,
    reason: "Il manque une facture.",
  });
  expect(await states(grant)).toEqual(["accepted", "open", "locked"]);

  await showEvidence(deps, grant.owner, grant.second, grant.officer);
  expect(await states(grant)).toEqual(["accepted", "accepted", "open"]);
  await ask(grant, grant.second, 30_000n);
  const { evidence } = await readInstalment(deps, grant.officer, grant.second);
  expect(evidence.map((one) => one.state)).toEqual(["accepted", "refused"]);
  await booksHold(deps);
});

test("D2, D7: ten requests at once for one instalment never take more than its share", async () => {
  const grant = await aGrantInThree(database, deps);
  const asked = await race(Array.from({ length: 10 }, () => ask(grant, grant.first, 12_500n)));

  expect(asked.done).toHaveLength(4);
  expect(new Set(asked.refused)).toEqual(new Set(["grant-exceeded"]));
  await expect(ask(grant, grant.first, 100n)).rejects.toMatchObject({ type: "grant-exceeded" });
  await booksHold(deps);
});

test("D2: the database refuses a payment of an instalment that is locked, cancelled or suspended", async () => {
  const grant = await aGrantInThree(database, deps);
  const { disbursementId } = await ask(grant, grant.first, 10_000n);
  const copied = (instalmentId: string) => sql`
    do $$ declare r disbursements; begin
      perform set_config('app.tx', 'test', true);
      select * into strict r from disbursements where id = ${sql.raw(`'${disbursementId}'`)};
      r.id := gen_random_uuid(); r.end_to_end_id := r.id::text; r.instalment_id := ${sql.raw(`'${instalmentId}'`)};
      insert into disbursements values (r.*);
    end $$`;
  const refusal = (instalmentId: string) =>
    database.owner.execute(copied(instalmentId)).then(
      () => "written",
      (error: { cause?: { constraint_name?: string } }) => error.cause?.constraint_name,
    );

  expect(await refusal(grant.third)).toBe("disbursements_instalment_open");
  const administrator = await aStaffMember(deps, "administrator");
  await suspendPayments(deps, administrator, { grantId: grant.grantId, reason: "Un doute." });
  expect(await refusal(grant.first)).toBe("disbursements_grant_suspended");
});

test("D4: taking an acceptance back ends its payments, and a stale answer changes nothing", async () => {
  const grant = await aGrantInThree(database, deps);
  const first = await showEvidence(deps, grant.owner, grant.second, grant.officer);
  const request = await ask(grant, grant.second, 30_000n);
  await authoriseDisbursement(deps, await aStaffMember(deps, "authoriser"), request);

  const answer = { instalmentId: grant.second, contentHash: first.contentHash };
  await refuseEvidence(deps, grant.officer, { ...answer, reason: "Une facture est fausse." });
  expect(await theDisbursement(deps, request.disbursementId)).toMatchObject({ state: "cancelled" });
  const second = await showEvidence(deps, grant.owner, grant.second);
  await expect(acceptEvidence(deps, grant.officer, answer)).rejects.toMatchObject({ type: "state-changed" });
  await acceptEvidence(deps, grant.officer, { ...answer, contentHash: second.contentHash });
  const again = await ask(grant, grant.second, 30_000n);
  expect(again.contentHash).not.toBe(request.contentHash);
  await booksHold(deps);
});

test("D2: an acceptance stays while a later instalment that rests on it is asked for", async () => {
  const grant = await aGrantInThree(database, deps);
  const { contentHash } = await showEvidence(deps, grant.owner, grant.second, grant.officer);
  await showEvidence(deps, grant.owner, grant.third, grant.officer);
  await ask(grant, grant.third, 20_000n);
  const answer = { instalmentId: grant.second, contentHash, reason: "Une facture est fausse." };

  await expect(refuseEvidence(deps, grant.officer, answer)).rejects.toMatchObject({ type: "successor-in-use" });
  expect(await states(grant)).toEqual(["accepted", "accepted", "accepted"]);
});

test("D2: two officers accept at the same moment: one answer stands", async () => {
  const grant = await aGrantInThree(database, deps);
  const { contentHash } = await showEvidence(deps, grant.owner, grant.second);
  const other = await aStaffMember(deps, "case_officer");
  const answer = { instalmentId: grant.second, contentHash };
  const answers = await race([acceptEvidence(deps, grant.officer, answer), acceptEvidence(deps, other, answer)]);

  expect(answers).toMatchObject({ done: [undefined], refused: ["state-changed"] });
});

test("X1: who may send, read and answer evidence", async () => {
  const grant = await aGrantInThree(database, deps);
  const stranger = await aUser(deps.db);
  const auditor = await aStaffMember(deps, "auditor");
  const insider = await aStaffMember(deps, "case_officer");
  await joinOrganisation(deps, grant.organisationId, insider.userId);
  const memberships = [{ organisationId: grant.organisationId, role: "member" as const }];
  const file = aPdf();
  const input = { instalmentId: grant.second, file };

  await expect(addEvidenceFile(deps, stranger, input)).rejects.toMatchObject({ status: 404 });
  await expect(addEvidenceFile(deps, grant.officer, input)).rejects.toMatchObject({ status: 403 });
  await addEvidenceFile(deps, grant.owner, input);
  const [draft] = (await readInstalment(deps, grant.owner, grant.second)).evidence;
  const named = { instalmentId: grant.second, fileId: draft?.files[0]?.id ?? "" };
  expect((await readInstalment(deps, grant.officer, grant.second)).evidence).toEqual([]);
  await expect(readEvidenceFile(deps, grant.officer, named)).rejects.toMatchObject({ status: 404 });

  const { contentHash } = await sendEvidence(deps, grant.owner, { instalmentId: grant.second, comment: "" });
  expect((await readEvidenceFile(deps, auditor, named)).bytes).toEqual(file.bytes);
  await expect(readEvidenceFile(deps, stranger, named)).rejects.toMatchObject({ status: 404 });
  const answer = { instalmentId: grant.second, contentHash };
  await expect(acceptEvidence(deps, auditor, answer)).rejects.toMatchObject({ status: 403 });
  await expect(acceptEvidence(deps, { ...insider, memberships }, answer)).rejects.toMatchObject({
    type: "not-independent",
  });
});

test("D2: a file is taken out before the sending and stays kept; nothing changes afterwards, not even in SQL", async () => {
  const grant = await aGrantInThree(database, deps);
  await addEvidenceFile(deps, grant.owner, { instalmentId: grant.second, file: aPdf() });
  const [draft] = (await readInstalment(deps, grant.owner, grant.second)).evidence;
  const fileId = draft?.files[0]?.id ?? "";
  await removeEvidenceFile(deps, grant.owner, { instalmentId: grant.second, fileId });
  await expect(sendEvidence(deps, grant.owner, { instalmentId: grant.second, comment: "" })).rejects.toMatchObject({
    type: "evidence-empty",
  });

  await showEvidence(deps, grant.owner, grant.second);
  const file = { instalmentId: grant.second, file: aPdf() };
  await expect(addEvidenceFile(deps, grant.owner, file)).rejects.toMatchObject({ type: "evidence-not-awaited" });
  for (const statement of [
    "update instalment_evidence set comment = 'autre' where state = 'sent'",
    "update evidence_files set removed_at = now() where removed_at is null",
    "delete from evidence_files",
    "delete from instalment_evidence",
    "update stored_files set size_bytes = 1",
    "delete from stored_files",
  ]) {
    const written = database.owner.transaction(async (tx) => {
      await tx.execute(sql`set local app.tx = 'test'`);
      await tx.execute(sql.raw(statement));
    });
    await expect(written, statement).rejects.toThrow();
  }
  expect(await deps.db.select().from(evidenceFiles).where(eq(evidenceFiles.id, fileId))).toHaveLength(1);
});

test("D2, D3: the schedule is the officer's until the fund signs, part of the text signed, and fixed afterwards", async () => {
  const grant = await aGrantInThree(database, deps, { isSigned: false });
  const before = await readAgreement(deps.db, deps, grant.grantId);
  const line = { label: "Tout", condition: "Signée", dueOn: "2099-12-31" };
  const input = { grantId: grant.grantId, unit: "cents", reason: "Plus simple" } as const;

  const tooMuch = { ...input, lines: [{ ...line, share: 100_001n }] };
  await expect(changeSchedule(deps, grant.officer, tooMuch)).rejects.toMatchObject({ status: 422 });
  const lines = [
    { ...line, share: 60_001n },
    { ...line, share: 39_999n, label: "Solde" },
  ];
  await changeSchedule(deps, grant.officer, { ...input, lines });
  expect((await readAgreement(deps.db, deps, grant.grantId)).hash).not.toBe(before.hash);
  const amounts = (await readInstalments(deps, grant.owner, grant.grantId)).map((one) => one.amountCents);
  expect(amounts).toEqual([60_001n, 39_999n]);

  const signed = await aGrantInThree(database, deps);
  const again = { ...input, grantId: signed.grantId, lines: [{ ...line, share: 100_000n }] };
  await expect(changeSchedule(deps, signed.officer, again)).rejects.toMatchObject({ type: "schedule-signed" });
});

test("D2: new grants follow the fund's template, those made before keep theirs", async () => {
  const old = await aGrant(database, deps);
  const administrator = await aStaffMember(deps, "administrator");
  const line = { condition: "Signée", monthsAfter: 12 };
  await setTemplate(deps, administrator, {
    reason: "Deux temps",
    lines: [
      { ...line, share: 7_000n, label: "Début" },
      { ...line, share: 3_000n, label: "Fin", evidenceAsked: "Bilan" },
    ],
  });
  const grant = await aGrant(database, deps, 100_001n);

  const amounts = (await readInstalments(deps, grant.owner, grant.grantId)).map((one) => one.amountCents);
  expect(amounts).toEqual([70_001n, 30_000n]);
  expect(await readInstalments(deps, old.owner, old.grantId)).toHaveLength(1);
});

test("P11: suspended payments are neither asked for nor approved; resumed, they go on", async () => {
  const grant = await aGrant(database, deps);
  const request = await aRequest(deps, grant, 10_000n);
  const administrator = await aStaffMember(deps, "administrator");
  const authoriser = await aStaffMember(deps, "authoriser");
  await suspendPayments(deps, administrator, { grantId: grant.grantId, reason: "Un doute." });

  await expect(aRequest(deps, grant, 10_000n)).rejects.toMatchObject({ type: "grant-suspended" });
  await expect(authoriseDisbursement(deps, authoriser, request)).rejects.toMatchObject({ type: "grant-suspended" });
  await resumePayments(deps, administrator, { grantId: grant.grantId, reason: "Tout est clair." });
  await authoriseDisbursement(deps, authoriser, request);
});

test("D2: a limit date is reminded of once before and once after, again when it moved; a cancelled one never", async () => {
  const grant = await aGrantInThree(database, deps);
  const due = (days: number) =>
    inTransaction(deps.db, (tx) =>
      tx.execute(sql`update instalments set due_on = (fund_now() at time zone 'Europe/Paris')::date + ${days}::int
        where id = ${grant.second}`),
    );
  const sent = async () =>
    (await deps.db.select().from(instalmentReminders).where(eq(instalmentReminders.instalmentId, grant.second))).map(
      (one) => one.kind,
    );

  await due(31);
  await remindInstalments(deps);
  expect(await sent()).toEqual([]);
  await due(30);
  await remindInstalments(deps);
  await remindInstalments(deps);
  expect(await sent()).toEqual(["soon"]);
  await due(-1);
  await remindInstalments(deps);
  await remindInstalments(deps);
  expect((await sent()).toSorted()).toEqual(["late", "soon"]);
  expect((await listMissed(deps, grant.officer)).map((one) => one.id)).toEqual([grant.second]);

  await extendInstalment(deps, grant.officer, {
    instalmentId: grant.second,
    dueOn: "2099-12-31",
    reason: "Un retard.",
  });
  expect(await listMissed(deps, grant.officer)).toEqual([]);
  const { leftCents } = await cancelInstalment(deps, grant.officer, { instalmentId: grant.second, reason: "Abandon" });
  expect(leftCents).toBe(30_000n);
  expect(await states(grant)).toEqual(["accepted", "cancelled", "open"]);
  await showEvidence(deps, grant.owner, grant.third, grant.officer);
  await expect(ask(grant, grant.third, 20_001n)).rejects.toMatchObject({ type: "grant-exceeded" });
  await ask(grant, grant.third, 20_000n);
  await booksHold(deps);
});

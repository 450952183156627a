import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { fundNow } from "../../src/db/clock.ts";
import { grantReminders, grants, outbox } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { changeDisbursement } from "../../src/disbursements/change-disbursement.ts";
import { plusDays, plusMonths } from "../../src/domain/calendar.ts";
import { cents } from "../../src/domain/money.ts";
import { acceptReport, requestChanges } from "../../src/spending-reports/decide-report.ts";
import { readReport } from "../../src/spending-reports/queries.ts";
import { readExpenses } from "../../src/spending-reports/read-form.ts";
import { remindGrants } from "../../src/spending-reports/remind-grants.ts";
import { addReportFile, readReportFile, removeReportFile } from "../../src/spending-reports/report-files.ts";
import { saveExpenses } from "../../src/spending-reports/save-report.ts";
import { submitReport } from "../../src/spending-reports/submit-report.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aGrant, aRequest, aStaffMember, booksHold, type TestGrant } from "../support/grants.ts";
import { handInReport, writeReport } from "../support/reports.ts";

const database = testDatabase();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db);
});

/** The project ended so many months and days ago. */
async function endedAgo({ grantId }: Pick<TestGrant, "grantId">, months: number, days: number): Promise<void> {
  const endsOn = plusDays(plusMonths(dayOf(await fundNow(deps.db)), -months), -days);
  await inTransaction(deps.db, (tx) =>
    tx.update(grants).set({ startsOn: endsOn, endsOn }).where(eq(grants.id, grantId)),
  );
}

test("D2: a report goes from draft to handed in, back for corrections, and is accepted by somebody outside the holder", async () => {
  const grant = await aGrant(database, deps, 100_000n);
  const officer = await aStaffMember(deps, "case_officer");
  await handInReport(deps, grant, 90_000n);

  await expect(writeReport(deps, grant, 95_000n)).rejects.toMatchObject({ type: "report-handed-in" });
  await requestChanges(deps, officer, { grantId: grant.grantId, note: "Il manque une facture." });
  expect((await readReport(deps, grant.owner, grant.grantId)).report?.decisionNote).toBe("Il manque une facture.");
  await handInReport(deps, grant, 100_000n);
  const insider = { ...officer, memberships: [{ organisationId: grant.organisationId, role: "member" as const }] };
  await expect(acceptReport(deps, insider, { grantId: grant.grantId, note: "" })).rejects.toMatchObject({
    type: "second-person-needed",
  });
  await acceptReport(deps, officer, { grantId: grant.grantId, note: "Merci." });

  expect((await readReport(deps, grant.owner, grant.grantId)).report).toMatchObject({
    state: "accepted",
    claimedCents: 0n,
  });
  await booksHold(deps);
});

test("X1: strangers find no report, members do not hand it in, the fund does not write it", async () => {
  const grant = await aGrant(database, deps);
  const member = await aUser(deps.db, { memberships: [{ organisationId: grant.organisationId, role: "member" }] });
  await writeReport(deps, { grantId: grant.grantId, owner: member }, 100n);

  await expect(readReport(deps, await aUser(deps.db), grant.grantId)).rejects.toMatchObject({ status: 404 });
  await expect(submitReport(deps, member, grant)).rejects.toMatchObject({ status: 403 });
  await expect(submitReport(deps, await aStaffMember(deps, "administrator"), grant)).rejects.toMatchObject({
    status: 403,
  });
});

test("X1, D2: invoices go with the report as files: once each, of a known kind, until it is handed in", async () => {
  const grant = await aGrant(database, deps);
  const add = (bytes: Uint8Array) =>
    addReportFile(deps, grant.owner, { grantId: grant.grantId, file: { filename: "../facture n°1.pdf", bytes } });
  const pdf = Buffer.from("%PDF-1.7 une facture");
  const officer = await aStaffMember(deps, "case_officer");

  const [kept, again] = [await add(pdf), await add(pdf)];
  const other = await add(Buffer.from("%PDF-1.7 une erreur"));
  await removeReportFile(deps, grant.owner, { grantId: grant.grantId, fileId: other.fileId });
  for (const bytes of [Buffer.from("MZ programme"), Buffer.from(""), Buffer.alloc(10_000_001, "%PDF-")])
    await expect(add(bytes)).rejects.toMatchObject({ status: 422 });
  await handInReport(deps, grant, 100_000n);

  expect(again.fileId).toBe(kept.fileId);
  expect((await readReport(deps, grant.owner, grant.grantId)).files.map((one) => one.id)).toEqual([kept.fileId]);
  const opened = await readReportFile(deps, officer, { grantId: grant.grantId, fileId: kept.fileId });
  expect([opened.filename, opened.contentType, opened.bytes]).toEqual(["facture n_1.pdf", "application/pdf", pdf]);
  await expect(add(Buffer.from("%PDF-1.7 trop tard"))).rejects.toMatchObject({ type: "report-handed-in" });
  const named = { grantId: grant.grantId, fileId: kept.fileId };
  await expect(removeReportFile(deps, grant.owner, named)).rejects.toMatchObject({ type: "report-handed-in" });
  await expect(readReportFile(deps, await aUser(deps.db), named)).rejects.toMatchObject({ status: 404 });
  await expect(readReportFile(deps, officer, { ...named, fileId: other.fileId })).rejects.toMatchObject({
    status: 404,
  });
});

test("D2: a late report keeps the whole organisation from asking for a payment, until it is handed in", async () => {
  const grant = await aGrant(database, deps);
  const { disbursementId } = await aRequest(deps, grant, 1_000n);
  const change = (amountCents: bigint) =>
    changeDisbursement(deps, grant.owner, {
      disbursementId,
      amountCents: cents(amountCents),
      rail: "sepa",
      purpose: "Moins",
    });
  await endedAgo(grant, 6, 5);

  await expect(aRequest(deps, grant, 1_000n)).rejects.toMatchObject({ type: "report-late" });
  await expect(change(1_001n)).rejects.toMatchObject({ type: "report-late" });
  await change(999n);
  await handInReport(deps, grant, 1_000n);

  expect(await aRequest(deps, grant, 1_000n)).toHaveProperty("disbursementId");
});

test("each reminder of a report leaves once", async () => {
  const grant = await aGrant(database, deps);
  await endedAgo(grant, 6, 30);

  await remindGrants(deps);
  await remindGrants(deps);

  const kinds = await deps.db.select().from(grantReminders).where(eq(grantReminders.grantId, grant.grantId));
  expect(kinds.map((one) => one.kind)).toEqual(["report-late"]);
  const letters = (await deps.db.select().from(outbox)).filter((one) =>
    JSON.stringify(one.payload).includes(grant.grantId),
  );
  expect(letters.filter((one) => JSON.stringify(one.payload).includes("report-late"))).toHaveLength(1);
});

test("a list of invoices fills the lines and holds them: another amount is refused by its line", async () => {
  const grant = await aGrant(database, deps);
  const { lines } = await readReport(deps, grant.owner, grant.grantId);
  const csv =
    "ligne;fournisseur;date;montant\n1;Bois & Cie;2027-03-28;1 200,50\n1;Vis SA;2027-04-01;99,50\n2;Dupont;2027-04-02;300\n";

  const expenses = await readExpenses(Buffer.from(csv), lines);
  await saveExpenses(deps, grant.owner, { grantId: grant.grantId, expenses });

  const report = await readReport(deps, grant.owner, grant.grantId);
  expect(report.lines.map((line) => line.spentCents)).toEqual([130_000n, 30_000n]);
  await writeReport(deps, grant, 130_000n);
  await expect(submitReport(deps, grant.owner, grant)).rejects.toMatchObject({
    fields: [{ field: `lines.${lines[1]?.position}.spentCents` }],
  });
});

test.each([
  ["ligne;fournisseur;montant\n1;A;3\n"],
  ["ligne;fournisseur;date;montant\n9;A;2027-03-28;3\n"],
  ["ligne;fournisseur;date;montant\n1;A;28/03/2027;3\n"],
  ["ligne;fournisseur;date;montant\n1;A;2027-03-28;-3\n"],
  ["ligne;fournisseur;date;montant\n1;;2027-03-28;3\n"],
])("a file that is no list of invoices is refused with its line: %j", async (csv) => {
  await expect(readExpenses(Buffer.from(csv), [{ position: 0 }])).rejects.toMatchObject({
    status: 422,
    fields: [{ field: "file" }],
  });
});

import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { expect } from "vitest";
import { acceptVersion } from "../../src/agreements/accept-version.ts";
import { proposeVersion } from "../../src/agreements/propose-version.ts";
import { recordDelivery } from "../../src/agreements/record-delivery.ts";
import { approveCampaign } from "../../src/campaigns/approve-campaign.ts";
import { createCampaign } from "../../src/campaigns/create-campaign.ts";
import { openDueCampaigns } from "../../src/campaigns/open-due-campaigns.ts";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import { sendMessage } from "../../src/contact/send-message.ts";
import { proposeTransfer } from "../../src/corrections/propose-entry.ts";
import { fundNow } from "../../src/db/clock.ts";
import {
  bankStatements,
  campaignQuestions,
  campaigns,
  campaignUpdates,
  commitments,
  committeeMembers,
  communes,
  differences,
  disputes,
  grantComplements,
  instalments,
  needOffers,
  needsInKind,
  refundRequests,
  refunds,
  roundCorrections,
  scheduleAmendments,
  stripePayouts,
  taxReceipts,
} from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { createApiToken } from "../../src/identity/create-api-token.ts";
import { recordBankAccount } from "../../src/organisations/record-bank-account.ts";
import { issueCall } from "../../src/pots/issue-call.ts";
import { planCall } from "../../src/pots/plan-calls.ts";
import { requestWithdrawal } from "../../src/pots/request-withdrawal.ts";
import { receiptContent } from "../../src/receipts/receipt-content.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { openDifference } from "../../src/reconciliation/open-difference.ts";
import { closeRound } from "../../src/rounds/close-round.ts";
import { proposeChange } from "../../src/safety/propose-change.ts";
import { bankStatement } from "../../src/sandbox/bank/pretend-bank.ts";
import { addReportFile } from "../../src/spending-reports/report-files.ts";
import { monthOf } from "../../src/statements/months.ts";
import { post } from "../corrections/support.ts";
import { bankAccountInput } from "../organisations/support.ts";
import { GOODS_KEY, someTerms } from "../support/agreements.ts";
import { type aHolder, aPlace, aProject, campaignInput } from "../support/campaigns.ts";
import { aCommittee, anApplication, aSession } from "../support/committee.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  aGrant,
  anOrder,
  aRequest,
  aStaffMember,
  aVerifiedAccount,
  firstInstalment,
  joinOrganisation,
} from "../support/grants.ts";
import { aPdf, aSentFile } from "../support/instalments.ts";
import { anAgreement, dayFromNow } from "../support/partners.ts";
import { aPledge } from "../support/pledges.ts";
import { aRoundPot } from "../support/rounds.ts";
import { aCast, type Cast } from "./cast.ts";

const A_MESSAGE = {
  name: "Dona",
  email: "dona@example.org",
  body: "Où en est mon don ?",
  language: "fr",
} as const;

export type Ids = Readonly<Record<string, string>>;

export type World = Cast & {
  /** What stands for each name in an address: all of one holder, one partner, one donor or the fund. */
  readonly ids: Ids;
  /** Another campaign of the same holder, which is live. */
  readonly live: { readonly id: string; readonly slug: string };
  readonly partnerId: string;
  readonly placeId: string;
};

/** One of everything that has an address. Needs a gateway. */
export async function aWorld(database: TestDatabase, deps: Deps): Promise<World> {
  const grant = await aGrant(database, deps, 100_000n);
  const agreement = await anAgreement(deps, 50_000);
  const ruleId = await agreement.addRule();
  const cast = await aCast(deps, { ...grant, partner: agreement.member });
  const [draft, live] = await bothCampaigns(deps, grant);
  const gift = await aPledge(deps, live.id, 1_000n, { actor: cast.users.donor });
  const leaver = await aStaffMember(deps, "auditor");
  await joinOrganisation(deps, grant.organisationId, leaver.userId);
  const placeId = await aPlace(deps);
  await deps.db
    .insert(communes)
    .values({ code: "23096", name: "Guéret", departement: "23", region: "75", postcodes: ["23000"] });
  const ids = {
    ...(await roundThings(deps, grant.grantId)),
    ...(await payments(deps, grant)),
    campaignId: draft.id,
    slug: draft.slug,
    projectId: grant.projectId,
    organisationId: grant.organisationId,
    accountId: await recordBankAccount(deps, grant.owner, grant.organisationId, bankAccountInput()),
    userId: leaver.userId,
    role: "auditor",
    month: monthOf(await fundNow(deps.db)),
    mois: monthOf(await fundNow(deps.db)),
    grantId: grant.grantId,
    instalmentId: await firstInstalment(deps, grant.grantId),
    reportFileId: (await addReportFile(deps, grant.owner, { grantId: grant.grantId, file: aPdf() })).fileId,
    amendmentId: await aScheduleAmendment(deps, grant.grantId, grant.owner.userId),
    fileId: await aSentFile(deps, grant.grantId, grant.owner.userId),
    ...(await booksThings(deps)),
    changeId: await aSafetyChange(deps),
    differenceId: await aDifference(deps),
    ...(await stripeThings(deps, gift.pledgeId)),
    agreementId: agreement.agreementId,
    deliveryId: await aDelivery(deps, agreement),
    potId: agreement.potId,
    ...(await potThings(deps, agreement)),
    ...(await committeeThings(deps, grant, live.id)),
    ruleId,
    ...(await lifeThings(deps, live.id, grant.owner.userId)),
    messageId: await sendMessage(deps, cast.users.donor, A_MESSAGE),
    pledgeId: gift.pledgeId,
    ...(await somethingAskedBack(deps, gift.pledgeId)),
    receiptId: await aReceipt(deps, gift.pledgeId),
    tokenId: (await createApiToken(deps, grant.owner, { name: "à moi", days: 30 })).id,
    placeId,
    code: "23096",
    day: "2027-03-10",
    annee: "2027",
  };
  return { ...cast, ids, live, partnerId: agreement.partnerId, placeId };
}

/** A proposal for the grant's one instalment, written past the rules: payments stand in its way. */
async function aScheduleAmendment(deps: Deps, grantId: string, proposedBy: string): Promise<string> {
  const id = uuidv7();
  const [line] = await deps.db.select().from(instalments).where(eq(instalments.grantId, grantId));
  if (line === undefined) throw new Error("no instalment");
  const share = String(line.share);
  const same = { share, fromShare: share, dueOn: line.dueOn, fromDueOn: line.dueOn };
  const texts = { reason: "Retard.", paragraphs: [], hash: "0".repeat(64) };
  await inTransaction(deps.db, (tx) =>
    tx.insert(scheduleAmendments).values({
      ...texts,
      fundId: deps.fundId,
      id,
      grantId,
      lines: [{ id: line.id, number: line.number, label: line.label, ...same }],
      proposedBy,
      createdAt: new Date(),
    }),
  );
  return id;
}

/** News of a live campaign, a question about it and an offer to it. */
async function lifeThings(deps: Deps, campaignId: string, userId: string) {
  const [updateId, questionId, offerId] = [uuidv7(), uuidv7(), uuidv7()];
  const common = { fundId: deps.fundId, campaignId };
  const person = { name: "Dona", email: "dona@example.org", language: "fr", createdAt: new Date() };
  const news = { title: "Merci", body: "Le local est trouvé.", publishedBy: userId, publishedAt: new Date() };
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(campaignUpdates).values({ ...common, id: updateId, ...news });
    await tx.insert(campaignQuestions).values({ ...common, id: questionId, ...person, body: "Quand ouvrez-vous ?" });
    await tx.insert(needsInKind).values({ ...common, position: 0, label: "Écrans", quantity: 3 });
    await tx.insert(needOffers).values({ ...common, id: offerId, ...person, position: 0, quantity: 1, message: "" });
  });
  return { updateId, questionId, offerId };
}

/** A looser limit that waits for its second administrator. */
async function aSafetyChange(deps: Deps): Promise<string> {
  const proposer = await aStaffMember(deps, "administrator");
  const { id } = await proposeChange(deps, proposer, {
    rule: "approval-single",
    toCents: 6_000_000n,
    reason: "Projet de fablab",
  });
  return id;
}

/** An entry that two people may correct, and a transfer that waits for its second person. */
async function booksThings(deps: Deps) {
  const { entryId } = await post(deps, "bank_line_assigned", move(accounts.suspense, accounts.general, 10_000n));
  const proposer = await aStaffMember(deps, "paymaster");
  const manualEntryId = await proposeTransfer(deps, proposer, {
    fromAccount: accounts.general,
    toAccount: accounts.reserve,
    amountCents: 1_000n,
    reason: "Dotation",
  });
  return { entryId, manualEntryId };
}

/** A round that was shared, a correction of it that waits, and what it added to a signed grant. */
async function roundThings(deps: Deps, grantId: string) {
  const now = await fundNow(deps.db);
  const { ruleId } = await aRoundPot(deps, 1_000n, { endsAt: new Date(now.getTime() - 2 * 86_400_000) });
  expect(await closeRound(deps, worker("test"), ruleId)).toBe(true);
  const [correctionId, complementId] = [uuidv7(), uuidv7()];
  const { userId } = await aStaffMember(deps, "administrator");
  const { fundId } = deps;
  await inTransaction(deps.db, async (tx) => {
    const correction = { id: correctionId, ruleId, correctsVersion: 1, state: "proposed", reason: "Erreur." };
    await tx.insert(roundCorrections).values({ fundId, ...correction, proposedBy: userId, proposedAt: now });
    const complement = { id: complementId, grantId, ruleId, resultVersion: 1, amountCents: 500n, isAmendment: true };
    await tx.insert(grantComplements).values({ fundId, ...complement, createdAt: now });
  });
  return { roundId: ruleId, version: "1", correctionId, complementId };
}

/** A request for a refund that waits, and a refund that failed. */
async function somethingAskedBack(deps: Deps, pledgeId: string) {
  const [requestId, refundId] = [uuidv7(), uuidv7()];
  const common = { fundId: deps.fundId, pledgeId, createdAt: new Date() };
  await inTransaction(deps.db, async (tx) => {
    await tx
      .insert(refundRequests)
      .values({ ...common, id: requestId, state: "asked", giftCents: 100n, tipCents: 0n, reason: "Erreur." });
    const late = { reason: "late_money", chargeId: "ch_late", amountCents: 100n, giftCents: 0n } as const;
    await tx.insert(refunds).values({ ...common, ...late, id: refundId, state: "failed", endedAt: new Date() });
  });
  return { requestId, refundId };
}

async function aReceipt(deps: Deps, pledgeId: string): Promise<string> {
  const id = uuidv7();
  const donor = {
    kind: "person",
    givenName: "Dona",
    familyName: "Trice",
    address: { line: "1 rue des Essais", postcode: "23000", town: "Guéret", country: "France" },
  } as const;
  const facts = {
    year: 2027,
    number: 1,
    form: "11580",
    donor,
    campaignTitle: "Collecte",
    amountCents: 1_000n,
  } as const;
  const days = { creditedOn: "2027-01-02", issuedOn: "2027-01-03", replaces: null };
  await inTransaction(deps.db, (tx) =>
    tx.insert(taxReceipts).values({
      fundId: deps.fundId,
      id,
      ...facts,
      ...days,
      pledgeId,
      content: receiptContent(deps, { ...facts, ...days }),
      state: "issued",
      issuedAt: new Date(),
    }),
  );
  return id;
}

/** An amendment both sides accepted, whose text waits for signatures, and a delivery of goods with its evidence. */
async function aDelivery(deps: Deps, agreement: Awaited<ReturnType<typeof anAgreement>>): Promise<string> {
  const { agreementId, administrator, member } = agreement;
  const terms = await someTerms(deps);
  await proposeVersion(deps, administrator, { agreementId, answers: 0, message: "", terms });
  await acceptVersion(deps, member, { agreementId, version: 1 });
  await inTransaction(deps.db, (tx) =>
    tx.insert(commitments).values({
      fundId: deps.fundId,
      agreementId,
      key: GOODS_KEY,
      position: 0,
      kind: "goods",
      label: "Tablettes",
      nature: "corporate_giving",
      unit: "tablettes",
      unitValueCents: 9_000n,
      promisedQuantity: 20,
    }),
  );
  return await recordDelivery(deps, member, {
    agreementId,
    commitmentKey: GOODS_KEY,
    deliveredOn: await dayFromNow(deps, 0),
    quantity: 1,
    note: "",
    evidence: { filename: "preuve.pdf", bytes: new TextEncoder().encode("%PDF-1.7") },
  });
}

/** An application of the holder's before an open session of the committee. */
async function committeeThings(deps: Deps, holder: Holder & { readonly projectId: string }, liveId: string) {
  const committee = await aCommittee(deps);
  const [live] = await deps.db.select().from(campaigns).where(eq(campaigns.id, liveId));
  const campaign = { ...holder, id: liveId, slug: "", projectId: live?.projectId ?? "" };
  const { applicationId } = await anApplication(deps, 10_000n, campaign);
  const sessionId = await aSession(deps, committee, [applicationId]);
  const [member] = await deps.db.select().from(committeeMembers).where(eq(committeeMembers.fundId, deps.fundId));
  return { applicationId, sessionId, memberId: member?.id ?? expect.fail("no member") };
}

type Holder = Awaited<ReturnType<typeof aHolder>>;

async function bothCampaigns(deps: Deps, holder: Holder) {
  const make = async () =>
    createCampaign(deps, holder.owner, {
      projectId: await aProject(deps, holder),
      ...(await campaignInput(deps)),
    });
  const [draft, live] = [await make(), await make()];
  await submitCampaign(deps, holder.owner, live.id);
  await approveCampaign(deps, await aStaffMember(deps, "case_officer"), live.id);
  await openDueCampaigns(deps, worker("test"));
  return [draft, live] as const;
}

/** A request for money, an order that stands in a file, and a day of the bank. */
async function payments(deps: Deps, grant: Awaited<ReturnType<typeof aGrant>>) {
  const { paymaster, disbursementId: orderId } = await anOrder(deps, grant, 10_000n);
  const { paymentFileId } = await createPaymentFile(deps, paymaster);
  const { disbursementId } = await aRequest(deps, grant, 20_000n);
  const holder = { name: deps.bankAccount.name, iban: deps.bankAccount.iban };
  const unknown = { amountCents: 100n, debtorName: "Mairie", debtorIban: "BE68539007547034", remittance: "Don" };
  const xml = bankStatement(holder, { bankDate: "2027-03-10", openingCents: 0n, incomingTransfers: [unknown] });
  await importBankStatement(deps, paymaster, { xml });
  const [statement] = await deps.db.select().from(bankStatements).where(eq(bankStatements.fundId, deps.fundId));
  const [line] = await deps.db.select().from(differences).where(eq(differences.kind, "bank-line"));
  return {
    disbursementId,
    orderId,
    paymentFileId: paymentFileId ?? expect.fail("no payment file"),
    statementId: statement?.id ?? expect.fail("no statement"),
    lineDifferenceId: line?.id ?? expect.fail("no difference about a line"),
  };
}

/** Money asked back from a pot, money called for it, and a call still to come. */
async function potThings(deps: Deps, { potId, partnerId }: { readonly potId: string; readonly partnerId: string }) {
  const administrator = await aStaffMember(deps, "administrator");
  const paymaster = await aStaffMember(deps, "paymaster");
  await aVerifiedAccount(deps, partnerId, administrator.userId);
  const asked = { potId, amountCents: cents(5_000n), reason: "Fin du programme" };
  const { withdrawalId } = await requestWithdrawal(deps, administrator, asked);
  const dueOn = await dayFromNow(deps, 30);
  const { callId } = await issueCall(deps, paymaster, { potId, amountCents: cents(5_000n), dueOn });
  const plan = { potId, amountCents: cents(5_000n), issueOn: dueOn, dueOn };
  const { id: plannedCallId } = await planCall(deps, paymaster, plan);
  return { withdrawalId, callId, plannedCallId };
}

/** A payout on its way, and a bank that asks about a gift. */
async function stripeThings(deps: Deps, pledgeId: string) {
  const { db, fundId } = deps;
  const [payoutId, disputeId] = ["po_world", uuidv7()];
  const asked = { stripeDisputeId: "du_world", chargeId: "ch_world", reason: "fraudulent", amountCents: 100n };
  const inquiry = { ...asked, state: "inquiry", stripeStatus: "warning_needs_response", openedAt: new Date() };
  await inTransaction(db, async (tx) => {
    const payout = { id: payoutId, amountCents: 100n, state: "in_transit", arrivesAt: new Date() };
    await tx.insert(stripePayouts).values({ fundId, ...payout });
    await tx.insert(disputes).values({ fundId, id: disputeId, pledgeId, ...inquiry });
  });
  return { payoutId, disputeId, ownerId: (await aStaffMember(deps, "paymaster")).userId };
}

async function aDifference(deps: Deps): Promise<string> {
  const subject = `txn:${uuidv7()}`;
  const difference = { kind: "test", subject, amountCents: 100n, proposedCause: "?" };
  await inTransaction(deps.db, (tx) => openDifference(tx, deps.fundId, worker("test"), difference));
  const [row] = await deps.db.select().from(differences).where(eq(differences.subject, subject));
  return row?.id ?? expect.fail("no difference");
}

import type { Deps } from "../../src/deps.ts";
import { DEFAULT_TEMPLATE } from "../../src/grants/default-template.ts";
import { organisationInput } from "../organisations/support.ts";
import { GOODS_KEY, rawTerms } from "../support/agreements.ts";
import { campaignInput, PROJECT } from "../support/campaigns.ts";
import { dayFromNow, rawRule } from "../support/partners.ts";
import type { World } from "./world.ts";

const HASH = "0".repeat(64);

/** What a route that takes a body gets: its schema accepts each, so that only who asks decides. */
export async function bodiesOf(
  deps: Deps,
  { ids, partnerId }: Pick<World, "ids" | "partnerId">,
): Promise<Readonly<Record<string, unknown>>> {
  const { siret: _, ...organisation } = organisationInput();
  const campaign = JSON.parse(
    JSON.stringify(await campaignInput(deps), (_, v) => (typeof v === "bigint" ? Number(v) : v)),
  );
  const disbursement = { amountCents: 1_000, rail: "sepa", purpose: "Tranche" };
  const hash = { contentHash: HASH };
  const reason = { reason: "Parce que." };
  const rule = await rawRule(deps);
  const ownGrant = { campaignId: ids.campaignId, askedCents: 10_000, purpose: "Du matériel." };
  const today = await dayFromNow(deps, 0);
  const terms = await rawTerms(deps);
  return {
    "PATCH /me": { name: "Camille", language: "fr" },
    "POST /me/tokens": { name: "script", days: 30 },
    "POST /staff": { email: "nouvelle@example.org", role: "case_officer" },
    "POST /projects": { ...PROJECT, placeIds: [ids.placeId], organisationId: ids.organisationId },
    "PUT /projects/{projectId}": { ...PROJECT, placeIds: [ids.placeId] },
    "POST /campaigns": { ...campaign, projectId: ids.projectId },
    "PUT /campaigns/{campaignId}": campaign,
    "POST /campaigns/{campaignId}/changes-request": { message: "À revoir." },
    "POST /campaigns/{campaignId}/approval": {},
    "POST /campaigns/{campaignId}/suspension": reason,
    "POST /campaigns/{campaignId}/resumption": reason,
    "POST /campaigns/{campaignId}/cancellation": reason,
    "POST /own-grant-applications": { ...ownGrant, projectId: ids.projectId },
    "PUT /own-grant-applications/{applicationId}": ownGrant,
    "POST /own-grant-applications/{applicationId}/review": { outcome: "admissible", message: "Complet." },
    "POST /committee/members": { email: "membre@example.org", startsOn: today, endsOn: today },
    "POST /committee/members/{memberId}/term": { endsOn: await dayFromNow(deps, 10) },
    "POST /committee/grids": { criteria: [{ label: "Utilité", weight: 1, scale: 5 }] },
    "POST /committee/sessions": {
      heldOn: today,
      envelopeCents: 10_000,
      quorum: { kind: "count", voters: 1 },
      majority: "simple",
      chairId: partnerId,
      secretaryId: partnerId,
      applicationIds: [ids.applicationId],
    },
    "POST /committee/sessions/{sessionId}/applications/{applicationId}/ties": reason,
    "POST /committee/sessions/{sessionId}/applications/{applicationId}/scores": { scores: [{ score: 1 }] },
    "POST /committee/sessions/{sessionId}/applications/{applicationId}/vote": { vote: "abstain" },
    "POST /committee/sessions/{sessionId}/signatures": { minutesHash: HASH },
    "POST /campaigns/{campaignId}/changes": { ...reason, goalCents: 200_000, deadlineOn: today },
    "PUT /grants/{grantId}/spending-report": {
      lines: [{ position: 0, spentCents: 0 }],
      otherFundingCents: 0,
    },
    "POST /grants/{grantId}/spending-report/files": Buffer.from("%PDF-1.7").toString("base64"),
    "POST /grants/{grantId}/spending-report/changes-request": { note: "À revoir." },
    "POST /grants/{grantId}/spending-report/acceptance": {},
    "POST /agreement-templates": { baseVersion: 0, bodyFr: DEFAULT_TEMPLATE.fr, bodyEn: DEFAULT_TEMPLATE.en },
    "PUT /grants/{grantId}/terms": { startsOn: today, endsOn: today, conditions: "" },
    "POST /grants/{grantId}/de-minimis-declarations": { hasEconomicActivity: false },
    "POST /grants/{grantId}/signatures": { agreementHash: HASH },
    "POST /grants/{grantId}/schedule-amendments": {
      lines: [{ instalmentId: ids.instalmentId, share: 1, dueOn: today }],
      ...reason,
    },
    "POST /grants/{grantId}/schedule-amendments/{amendmentId}/signatures": { agreementHash: HASH },
    "POST /grants/{grantId}/complements/{complementId}/signatures": { agreementHash: HASH },
    "POST /rounds/{roundId}/corrections": reason,
    "POST /rounds/{roundId}/corrections/{correctionId}/confirmation": { inputHash: HASH },
    "POST /grants/{grantId}/disbursements": { ...disbursement, instalmentId: ids.instalmentId },
    "PUT /grants/{grantId}/instalments": {
      ...reason,
      unit: "bps",
      lines: [{ share: 10_000, label: "Tout", condition: "Signée", dueOn: today }],
    },
    "POST /grants/{grantId}/suspension": reason,
    "POST /grants/{grantId}/resumption": reason,
    "POST /instalment-templates": {
      ...reason,
      lines: [{ share: 10_000, label: "Tout", condition: "Signée", monthsAfter: 12 }],
    },
    "POST /instalments/{instalmentId}/extension": { ...reason, dueOn: today },
    "POST /instalments/{instalmentId}/cancellation": reason,
    "POST /instalments/{instalmentId}/files": Buffer.from("%PDF-1.7").toString("base64"),
    "POST /instalments/{instalmentId}/evidence": { comment: "" },
    "POST /instalments/{instalmentId}/evidence-acceptance": hash,
    "POST /instalments/{instalmentId}/evidence-refusal": { ...hash, ...reason },
    "PUT /disbursements/{disbursementId}": disbursement,
    "POST /disbursements/{disbursementId}/cancellation": reason,
    "POST /disbursements/{disbursementId}/authorisation": hash,
    "POST /disbursements/{disbursementId}/order": hash,
    "POST /disbursements/{disbursementId}/refusal": reason,
    "POST /bank-statements": "<Document/>",
    "POST /differences/{differenceId}/explanation": { ...reason, resolution: "reason" },
    "POST /disputes/{disputeId}/answer": { kind: "evidence", text: "Une preuve." },
    "PUT /differences/{differenceId}/owner": { ownerId: ids.ownerId },
    "POST /differences/{differenceId}/closure": { resolution: "reason" },
    "POST /organisations": organisation,
    "PUT /organisations/{organisationId}": organisation,
    "POST /organisations/{organisationId}/members": { email: "nouveau@example.org", role: "member" },
    "POST /organisations/{organisationId}/bank-accounts": {
      holderName: "Les Essais",
      iban: "FR7699999000010000000100219",
    },
    "POST /agreements": { partnerId, reference: "CONV-NEUVE", signedOn: today, endsOn: await dayFromNow(deps, 90) },
    "POST /agreement-proposals": { partnerId, message: "", terms },
    "POST /agreements/{agreementId}/versions": { answers: 99, message: "", terms },
    "POST /agreements/{agreementId}/acceptance": { version: 99 },
    "POST /agreements/{agreementId}/abandonment": reason,
    "POST /agreements/{agreementId}/signatures": { textHash: HASH },
    "POST /agreements/{agreementId}/suspension": reason,
    "POST /agreements/{agreementId}/resumption": reason,
    "POST /agreements/{agreementId}/termination": reason,
    "POST /agreements/{agreementId}/deliveries": { commitmentKey: GOODS_KEY, deliveredOn: today, quantity: 1 },
    "POST /agreements/{agreementId}/deliveries/{deliveryId}/refusal": reason,
    "POST /agreements/{agreementId}/deliveries/{deliveryId}/evidence": "JVBERi0xLjcK",
    "POST /pots": { agreementId: ids.agreementId, name: "Enveloppe", promisedCents: 10_000 },
    "POST /pots/{potId}/fundings": { amountCents: 1_000, bankReference: "VIR-NEUF", receivedOn: today },
    "POST /simulations": {
      rules: [{ kind: "draft", terms: rule, potCents: 10_000 }],
      gifts: { source: "crowd", kind: "many_small", seed: 1, gifts: 2, meanCents: 1_000, days: 2 },
    },
    "POST /pots/{potId}/withdrawals": { amountCents: 1_000, ...reason },
    "POST /withdrawals/{withdrawalId}/authorisation": hash,
    "POST /withdrawals/{withdrawalId}/order": hash,
    "POST /withdrawals/{withdrawalId}/refusal": reason,
    "POST /withdrawals/{withdrawalId}/cancellation": reason,
    "POST /pots/{potId}/calls": { amountCents: 1_000, dueOn: today },
    "POST /calls/{callId}/cancellation": reason,
    "POST /pots/{potId}/planned-calls": { amountCents: 1_000, issueOn: today, dueOn: today },
    "POST /rules": { ...rule, potId: ids.potId },
    "POST /rules/{ruleId}/versions": { ...rule, version: 1 },
    "POST /campaigns/{campaignId}/pledges": { amountCents: 1_000, email: "dona@example.org", displayName: "Dona" },
    "POST /disbursements/{disbursementId}/reversals": { amountCents: 1_000, reason: "Erreur" },
    "POST /safety-rules/changes": { rule: "refund-second-person", toCents: 20_000, reason: "Plus prudent" },
    "POST /organisations/{organisationId}/bank-accounts/{accountId}/block": { reason: "Ce n’était pas moi" },
    "POST /parameters": {
      name: "reduction-people-percent",
      value: 66,
      validFrom: await dayFromNow(deps, 30),
      source: "CGI, article 200",
    },
    "POST /journal-entries/{entryId}/corrections": { toAccount: "fund:reserve", reason: "Mauvais compte" },
    "POST /own-transfers": {
      fromAccount: "fund:general",
      toAccount: "fund:reserve",
      amountCents: 100,
      reason: "Dotation",
    },
    "POST /manual-entries/{manualEntryId}/refusal": { refusal: "Pas la bonne somme" },
    "POST /agreements/{agreementId}/receipt-identity": {
      kind: "company",
      companyName: "Fonderie des Essais",
      siren: "732829320",
      legalForm: "SAS",
      address: "1 rue",
      postcode: "23000",
      town: "Guéret",
    },
    "POST /pledges/{pledgeId}/receipt-identity": {
      identity: {
        kind: "person",
        givenName: "Dona",
        familyName: "Trice",
        address: "1 rue",
        postcode: "23000",
        town: "Guéret",
      },
    },
    "POST /pledges/{pledgeId}/cancellation": {},
    "POST /pledges/{pledgeId}/authentication": {},
    "POST /pledges/{pledgeId}/method-change": {},
    "POST /pledges/{pledgeId}/departure": {},
    "POST /pledges/{pledgeId}/refund-requests": reason,
    "POST /pledges/{pledgeId}/holder-refund-requests": reason,
    "POST /pledges/{pledgeId}/refunds": { giftCents: 100, reason: "Erreur." },
    "POST /pledges/{pledgeId}/match-revocations": reason,
    "POST /campaigns/{campaignId}/match-revocations": { ...reason, ruleId: ids.ruleId },
    "POST /refund-requests/{requestId}/confirmation": {},
    "POST /refund-requests/{requestId}/refusal": reason,
    "POST /refunds/{refundId}/sending": {},
  };
}

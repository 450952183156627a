import type { Actor, MemberRole, StaffRole } from "./actor.ts";

type Rule = {
  readonly staff?: readonly StaffRole[];
  readonly members?: readonly MemberRole[];
  readonly anyoneBut?: readonly StaffRole[];
};

const READERS = ["administrator", "case_officer", "authoriser", "paymaster", "auditor"] as const;

/**
 * The one permission table (X1). `members` means: of the organisation that owns the thing; `anyoneBut`: whoever has an
 * account, without these roles.
 */
export const PERMISSIONS = {
  "organisation.create": { anyoneBut: ["auditor"] },
  "organisation.read": { staff: READERS, members: ["owner", "member"] },
  "organisation.edit": { members: ["owner"] },
  "organisation.verify": { staff: ["case_officer"] },
  "organisation.verify-bank-account": { staff: ["case_officer"] },
  "organisation.block-bank-account": {
    staff: ["administrator", "case_officer", "authoriser", "paymaster"],
    members: ["owner", "member"],
  },
  "project.read": { staff: READERS, members: ["owner", "member"] },
  "project.edit": { members: ["owner", "member"] },
  "campaign.read-draft": { staff: READERS, members: ["owner", "member"] },
  "campaign.edit": { members: ["owner", "member"] },
  "campaign.submit": { members: ["owner"] },
  "campaign.review": { staff: ["case_officer"] },
  "campaign.suspend": { staff: ["administrator"] },
  "campaign.change-terms": { staff: ["administrator"] },
  "campaign.cancel": { staff: ["administrator"], members: ["owner"] },
  "campaign.cancel-opened": { staff: ["administrator"] },
  "update.publish": { members: ["owner", "member"] },
  "update.hide": { staff: ["administrator", "case_officer"] },
  "question.answer": { members: ["owner", "member"] },
  "question.refuse": { staff: ["administrator", "case_officer"], members: ["owner", "member"] },
  "offer.answer": { members: ["owner", "member"] },
  "reward.read": { staff: ["administrator", "case_officer"], members: ["owner", "member"] },
  "reward.deliver": { members: ["owner", "member"] },
  "partner.edit": { staff: ["administrator"] },
  "agreement.negotiate": { staff: ["administrator"], members: ["owner", "member"] },
  "agreement.sign": { staff: ["administrator"], members: ["owner"] },
  "agreement.suspend": { staff: ["administrator"], members: ["owner"] },
  "agreement.resume": { staff: ["administrator"] },
  "agreement.end": { staff: ["administrator"], members: ["owner"] },
  "delivery.record": { staff: ["administrator"], members: ["owner", "member"] },
  "pot.read": { staff: READERS, members: ["owner", "member"] },
  "pot.fund": { staff: ["paymaster"] },
  "pot.open-stripe-account": { staff: ["administrator", "paymaster"], members: ["owner"] },
  "call.issue": { staff: ["paymaster"] },
  "withdrawal.request": { staff: ["administrator"], members: ["owner"] },
  "withdrawal.cancel": { staff: ["administrator", "paymaster"], members: ["owner"] },
  "round.correct": { staff: ["administrator"] },
  "pledge.read-any": { staff: READERS },
  "refund.ask": { members: ["owner"] },
  "refund.propose": { staff: ["administrator", "case_officer"] },
  "refund.confirm": { staff: ["administrator", "authoriser"] },
  "dispute.answer": { staff: ["administrator", "case_officer"] },
  "match.revoke": { staff: ["administrator"] },
  "match.explain": { staff: READERS },
  "matching.simulate": { staff: READERS, members: ["owner", "member"] },
  "grant.read": { staff: READERS, members: ["owner", "member"] },
  "grant.prepare": { staff: ["administrator", "case_officer"] },
  "grant.declare-aid": { members: ["owner"] },
  "agreement-template.read": { staff: READERS },
  "agreement-template.write": { staff: ["administrator"] },
  "spending-report.write": { members: ["owner", "member"] },
  "spending-report.submit": { members: ["owner"] },
  "spending-report.decide": { staff: ["case_officer"] },
  "grant.sign": { staff: ["administrator"], members: ["owner"] },
  "grant.suspend": { staff: ["administrator"] },
  "instalment.edit": { staff: ["case_officer"] },
  "schedule.amend": { staff: ["case_officer"], members: ["owner", "member"] },
  "instalment-template.set": { staff: ["administrator"] },
  "evidence.send": { members: ["owner", "member"] },
  "evidence.examine": { staff: ["case_officer"] },
  "own-grant.read": { staff: READERS, members: ["owner", "member"] },
  "own-grant.apply": { members: ["owner", "member"] },
  "own-grant.review": { staff: ["case_officer"] },
  "committee.read": { staff: READERS },
  "committee.manage": { staff: ["administrator"] },
  "disbursement.request": { members: ["owner"] },
  "disbursement.read": { staff: READERS, members: ["owner", "member"] },
  "disbursement.authorise": { staff: ["authoriser"] },
  "disbursement.order": { staff: ["paymaster"] },
  "disbursement.refuse": { staff: ["authoriser", "paymaster"] },
  "disbursement.cancel": { staff: ["paymaster"], members: ["owner"] },
  "transfer-reversal.decide": { staff: ["authoriser", "paymaster"] },
  "non-execution.declare": { staff: ["paymaster"] },
  "non-execution.confirm": { staff: ["authoriser", "paymaster"] },
  "payment-file.create": { staff: ["paymaster"] },
  "payment-file.read": { staff: ["authoriser", "paymaster", "auditor"] },
  "payment-file.download": { staff: ["paymaster"] },
  "bank-statement.read": { staff: READERS },
  "bank-statement.import": { staff: ["paymaster"] },
  "difference.read": { staff: READERS },
  "difference.explain": { staff: ["paymaster"] },
  "difference.close": { staff: ["authoriser", "administrator"] },
  "day.close": { staff: ["paymaster"] },
  "books.read": { staff: READERS },
  "books.export": { staff: ["administrator", "paymaster", "auditor"] },
  "entry.propose": { staff: ["administrator", "paymaster"] },
  "entry.confirm": { staff: ["administrator", "authoriser", "paymaster"] },
  "safety.read": { staff: READERS },
  "safety.change": { staff: ["administrator"] },
  "parameter.read": { staff: READERS },
  "parameter.set": { staff: ["administrator"] },
  "partner-receipt.read": { staff: READERS, members: ["owner", "member"] },
  "partner-receipt.identify": { members: ["owner", "member"] },
  "receipt.read-all": { staff: ["administrator", "paymaster", "auditor"] },
  "audit.read": { staff: ["administrator", "auditor"] },
  "job.read": { staff: ["administrator", "auditor"] },
  "job.retry": { staff: ["administrator"] },
  "message.read": { staff: ["administrator", "case_officer", "auditor"] },
  "message.answer": { staff: ["administrator", "case_officer"] },
  "place.import": { staff: ["administrator"] },
  "staff.read": { staff: ["administrator", "auditor"] },
  "staff.edit": { staff: ["administrator"] },
  "support.read": { staff: ["administrator", "auditor"] },
  "support.visit": { staff: ["administrator"] },
  "sandbox.move-clock": { staff: ["administrator"] },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof PERMISSIONS;

/**
 * Whether the actor may act. `organisationId` is the owner of the thing acted on, where it has one.
 * Workers act for the fund and may do everything a job asks of them.
 */
export function permits(actor: Actor, action: Action, organisationId?: string): boolean {
  if (actor.kind === "worker") return true;
  if (actor.kind === "guest") return false;
  const rule: Rule = PERMISSIONS[action];
  if (rule.anyoneBut !== undefined) return !rule.anyoneBut.some((role) => actor.staffRoles.includes(role));
  if (rule.staff?.some((role) => actor.staffRoles.includes(role))) return true;
  if (organisationId === undefined || rule.members === undefined) return false;
  return actor.memberships.some((m) => m.organisationId === organisationId && rule.members?.includes(m.role));
}

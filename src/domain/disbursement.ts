import type { Actor } from "./actor.ts";
import { type Allowance, type LimitObstacle, limitPassed } from "./approval-limits.ts";
import { accounts, move, type Posting } from "./ledger.ts";
import type { Cents } from "./money.ts";
import { permits } from "./permissions.ts";

export const DISBURSEMENT_STATES = [
  "requested",
  "authorised",
  "ordered",
  "sent",
  "paid",
  "refused",
  "cancelled",
  "returned",
] as const;
export type DisbursementState = (typeof DISBURSEMENT_STATES)[number];

export const RAILS = ["sepa", "stripe"] as const;
export type Rail = (typeof RAILS)[number];

export const APPROVAL_STEPS = ["authorise", "order"] as const;
export type ApprovalStep = (typeof APPROVAL_STEPS)[number];

/** What two people approve (D4). `accountFingerprint` is the keyed hash of the IBAN, or the connected account's id. */
export type DisbursementContent = {
  readonly amountCents: Cents;
  readonly grantId: string;
  readonly payeeOrganisationId: string;
  readonly rail: Rail;
  readonly accountFingerprint: string;
  readonly purpose: string;
  /** Of the evidence the instalment was opened by; undefined where it asks for none. */
  readonly evidenceHash: string | undefined;
};

/** The content as one text, the same for the same content whoever writes it: what the hash is taken of (D4). */
export const canonicalContent = (content: DisbursementContent): string =>
  JSON.stringify({
    accountFingerprint: content.accountFingerprint,
    amountCents: content.amountCents.toString(),
    evidenceHash: content.evidenceHash,
    grantId: content.grantId,
    payeeOrganisationId: content.payeeOrganisationId,
    purpose: content.purpose.normalize("NFC"),
    rail: content.rail,
  });

/** A person as the database knows them now: a session may be older than the loss of a role. */
export type Person = Extract<Actor, { kind: "user" }>;

/** Whose side an approver must not be on (D3). */
export type Sides = {
  readonly requestedBy: string;
  readonly holderId: string;
  /** Organisations whose pots matched the campaign. */
  readonly partnerIds: readonly string[];
};

export type Obstacle =
  | "role"
  | "requester"
  | "holder-member"
  | "partner-member"
  | "same-person"
  | "state"
  | "approval-missing"
  | "content-changed"
  | "account-not-usable"
  | "account-cooling"
  | LimitObstacle
  | "agreement-not-signed"
  | "suspended"
  | "balance";

const isMemberOf = (person: Person, organisationIds: readonly string[]): boolean =>
  person.memberships.some((membership) => organisationIds.includes(membership.organisationId));

/** Why this person may not give this approval, or undefined (D3). */
export const conflictOf = (person: Person, step: ApprovalStep, sides: Sides): Obstacle | undefined =>
  permits(person, step === "authorise" ? "disbursement.authorise" : "disbursement.order")
    ? dependenceOf(person, sides)
    : "role";

/** Whose side of the payment this person stands on, or undefined: who decides about it stands on none (D3). */
export function dependenceOf(person: Person, sides: Sides): Obstacle | undefined {
  if (person.userId === sides.requestedBy) return "requester";
  if (isMemberOf(person, [sides.holderId])) return "holder-member";
  if (isMemberOf(person, sides.partnerIds)) return "partner-member";
  return undefined;
}

export type Approval = {
  readonly step: ApprovalStep;
  readonly person: Person;
  readonly contentHash: string;
  /** The person's limits now, and what they had approved in the day before this. */
  readonly allowance: Allowance;
};

export type Order = {
  readonly state: DisbursementState;
  readonly sides: Sides;
  /** Live approvals: those that were not voided. */
  readonly approvals: readonly Approval[];
  readonly storedHash: string;
  /** Hash of the content as the tables tell it now; differs where the payee's account was exchanged. */
  readonly currentHash: string;
  readonly isAccountUsable: boolean;
  /** Verified, or connected, a day ago or more (D5). */
  readonly isAccountCooled: boolean;
  readonly isAgreementSigned: boolean;
  /** The payments of its grant are suspended (P11). */
  readonly isSuspended?: boolean;
  readonly amountCents: Cents;
  /** What the ledger still owes on the grant, undisputed, not owed back, and taken by no other transfer now (D7). */
  readonly payableCents: Cents;
  /** What other orders of the grant, approved by two and not under way yet, are to take of it. */
  readonly otherOrdersCents?: Cents;
};

export type ApprovalDecision =
  | { readonly kind: "approve"; readonly to: "authorised" | "ordered" }
  | { readonly kind: "approved-already" }
  | { readonly kind: "refused"; readonly reason: Obstacle };

const STEPS = {
  authorise: { from: "requested", to: "authorised" },
  order: { from: "authorised", to: "ordered" },
} as const satisfies Record<ApprovalStep, { from: DisbursementState; to: DisbursementState }>;

/** Whether this person's approval of what they saw moves the order on (D3, D4). The same click twice changes nothing. */
export function decideApproval(
  order: Order,
  step: ApprovalStep,
  { person, allowance }: Pick<Approval, "person" | "allowance">,
  seenHash: string,
): ApprovalDecision {
  const refused = (reason: Obstacle): ApprovalDecision => ({ kind: "refused", reason });
  const given = order.approvals.find((approval) => approval.step === step);
  if (given?.person.userId === person.userId && given.contentHash === seenHash) return { kind: "approved-already" };
  const conflict = conflictOf(person, step, order.sides);
  if (conflict !== undefined) return refused(conflict);
  if (order.approvals.some((approval) => approval.person.userId === person.userId)) return refused("same-person");
  if (order.state !== STEPS[step].from) return refused("state");
  if (seenHash !== order.storedHash || order.currentHash !== order.storedHash) return refused("content-changed");
  if (!order.isAccountUsable) return refused("account-not-usable");
  if (!order.isAccountCooled) return refused("account-cooling");
  if (!order.isAgreementSigned) return refused("agreement-not-signed");
  if (order.isSuspended === true) return refused("suspended");
  if (order.payableCents < order.amountCents + (order.otherOrdersCents ?? 0n)) return refused("balance");
  const limit = limitPassed(order.amountCents, allowance);
  if (limit !== undefined) return refused(limit);
  return { kind: "approve", to: STEPS[step].to };
}

export type ExecutionDecision =
  | { readonly kind: "execute" }
  /** An approval no longer stands, or no longer for this content: it goes back to the two people (D4). */
  | { readonly kind: "approve-again"; readonly reason: Obstacle }
  /** Right, but not payable now: it waits, and a person is told. */
  | { readonly kind: "hold"; readonly reason: Obstacle };

/** Everything that was true when two people approved, asked again at the moment the money leaves (D4). */
export function decideExecution(order: Order): ExecutionDecision {
  if (order.state !== "ordered") return { kind: "hold", reason: "state" };
  const reason = approvalObstacle(order);
  if (reason !== undefined) return { kind: "approve-again", reason };
  if (!order.isAgreementSigned) return { kind: "hold", reason: "agreement-not-signed" };
  if (order.isSuspended === true) return { kind: "hold", reason: "suspended" };
  if (order.payableCents < order.amountCents) return { kind: "hold", reason: "balance" };
  return { kind: "execute" };
}

function approvalObstacle(order: Order): Obstacle | undefined {
  const [authorise, pay] = APPROVAL_STEPS.map((step) => order.approvals.find((approval) => approval.step === step));
  if (authorise === undefined || pay === undefined) return "approval-missing";
  if (authorise.person.userId === pay.person.userId) return "same-person";
  for (const { person, step, contentHash, allowance } of [authorise, pay]) {
    const obstacle = conflictOf(person, step, order.sides) ?? limitPassed(order.amountCents, allowance);
    if (obstacle !== undefined) return obstacle;
    if (contentHash !== order.storedHash) return "content-changed";
  }
  if (order.currentHash !== order.storedHash) return "content-changed";
  if (!order.isAccountUsable) return "account-not-usable";
  return order.isAccountCooled ? undefined : "account-cooling";
}

/** A SEPA order in a file: owed to the holder no more, on its way out of the bank (D6). */
export const orderedPostings = (grantId: string, amountCents: Cents): readonly Posting[] =>
  move(accounts.grant(grantId), accounts.bankOutgoing, amountCents);

/** A SEPA order of a file that the bank did not execute: owed to the holder again (D6). */
export const notExecutedPostings = (grantId: string, amountCents: Cents): readonly Posting[] =>
  move(accounts.bankOutgoing, accounts.grant(grantId), amountCents);

/** A transfer Stripe confirmed (D6). */
export const transferredPostings = (grantId: string, amountCents: Cents): readonly Posting[] =>
  move(accounts.grant(grantId), accounts.stripe, amountCents);

/** A transfer taken back from the connected account: owed to the holder again (D6). */
export const reversedPostings = (grantId: string, amountCents: bigint): readonly Posting[] =>
  move(accounts.stripe, accounts.grant(grantId), amountCents);

import { describe, expect, test } from "vitest";
import type { StaffRole } from "../../src/domain/actor.ts";
import {
  type Approval,
  decideExecution,
  type Obstacle,
  type Order,
  type Person,
} from "../../src/domain/disbursement.ts";
import { cents } from "../../src/domain/money.ts";
import { PaymentFileRoom } from "../../src/domain/payment-file-room.ts";

const person = (userId: string, roles: readonly StaffRole[], organisationId?: string): Person => ({
  kind: "user",
  userId,
  email: `${userId}@example.org`,
  staffRoles: roles,
  memberships: organisationId === undefined ? [] : [{ organisationId, role: "member" }],
});

const WIDE = { singleCents: 1_000_000n, dailyCents: 1_000_000n, spentCents: 0n };

const authorised = (more: Partial<Approval> = {}): Approval => ({
  step: "authorise",
  person: person("ann", ["authoriser"]),
  contentHash: "seen",
  allowance: WIDE,
  ...more,
});

const ordered = (more: Partial<Approval> = {}): Approval => ({
  step: "order",
  person: person("bob", ["paymaster"]),
  contentHash: "seen",
  allowance: WIDE,
  ...more,
});

const order = (more: Partial<Order> = {}): Order => ({
  state: "ordered",
  sides: { requestedBy: "olga", holderId: "holder", partnerIds: ["partner"] },
  approvals: [authorised(), ordered()],
  storedHash: "seen",
  currentHash: "seen",
  isAccountUsable: true,
  isAccountCooled: true,
  isAgreementSigned: true,
  isSuspended: false,
  amountCents: cents(40_000n),
  payableCents: cents(40_000n),
  ...more,
});

const approvedBy = (one: Approval, other: Approval) => order({ approvals: [one, other] });

type Case = readonly [what: string, changed: Order, kind: "approve-again" | "hold", reason: Obstacle];

const CASES: readonly Case[] = [
  [
    "the authoriser's role withdrawn",
    approvedBy(authorised({ person: person("ann", []) }), ordered()),
    "approve-again",
    "role",
  ],
  [
    "the paymaster's role withdrawn",
    approvedBy(authorised(), ordered({ person: person("bob", ["auditor"]) })),
    "approve-again",
    "role",
  ],
  [
    "an approver joined the holder",
    approvedBy(authorised(), ordered({ person: person("bob", ["paymaster"], "holder") })),
    "approve-again",
    "holder-member",
  ],
  [
    "an approver joined a partner that matched",
    approvedBy(authorised({ person: person("ann", ["authoriser"], "partner") }), ordered()),
    "approve-again",
    "partner-member",
  ],
  [
    "an approver is who requested it",
    approvedBy(authorised({ person: person("olga", ["authoriser"]) }), ordered()),
    "approve-again",
    "requester",
  ],
  [
    "one person twice",
    approvedBy(authorised(), ordered({ person: person("ann", ["authoriser", "paymaster"]) })),
    "approve-again",
    "same-person",
  ],
  [
    "the largest single amount lowered",
    approvedBy(authorised({ allowance: { ...WIDE, singleCents: 39_999n } }), ordered()),
    "approve-again",
    "single-limit",
  ],
  [
    "the sum of a day lowered",
    approvedBy(authorised(), ordered({ allowance: { ...WIDE, dailyCents: 50_000n, spentCents: 10_001n } })),
    "approve-again",
    "daily-limit",
  ],
  ["an approval voided", order({ approvals: [authorised()] }), "approve-again", "approval-missing"],
  [
    "an approval of other content",
    approvedBy(authorised({ contentHash: "before" }), ordered()),
    "approve-again",
    "content-changed",
  ],
  ["account or evidence changed", order({ currentHash: "now" }), "approve-again", "content-changed"],
  ["account blocked or replaced", order({ isAccountUsable: false }), "approve-again", "account-not-usable"],
  ["account too new", order({ isAccountCooled: false }), "approve-again", "account-cooling"],
  ["agreement unsigned", order({ isAgreementSigned: false }), "hold", "agreement-not-signed"],
  ["grant suspended", order({ isSuspended: true }), "hold", "suspended"],
  ["balance gone", order({ payableCents: cents(39_999n) }), "hold", "balance"],
  ["ended meanwhile", order({ state: "cancelled" }), "hold", "state"],
];

describe("D4: at execution everything approved is asked again", () => {
  test("unchanged, it leaves; equal to the limits and to the balance is within them", () => {
    const exact = { singleCents: 40_000n, dailyCents: 50_000n, spentCents: 10_000n };
    expect(decideExecution(approvedBy(authorised({ allowance: exact }), ordered({ allowance: exact })))).toEqual({
      kind: "execute",
    });
  });

  test.each(CASES)("%s: it does not leave", (_, changed, kind, reason) => {
    expect(decideExecution(changed)).toEqual({ kind, reason });
  });
});

describe("D6: what fits into one payment file", () => {
  test("no more transfers and no more money than the limits; the limit itself fits", () => {
    const room = new PaymentFileRoom({ maxTransfers: 3, maxCents: 100n });
    room.take(60n);
    expect([room.fits(40n), room.fits(41n)]).toEqual([true, false]);
    room.take(10n);
    room.take(10n);
    expect(room.fits(1n)).toBe(false);
  });

  test("an amount above the limit stands alone", () => {
    const room = new PaymentFileRoom({ maxTransfers: 3, maxCents: 100n });
    expect(room.fits(101n)).toBe(true);
    room.take(101n);
    expect(room.fits(1n)).toBe(false);
  });
});

import { describe, expect, test } from "vitest";
import type { Actor, Membership, StaffRole } from "../../src/domain/actor.ts";
import { worker } from "../../src/domain/actor.ts";
import {
  acceptsPledges,
  CAMPAIGN_STATES,
  CAMPAIGN_STEPS,
  type CampaignAction,
  mayChange,
  nextState,
} from "../../src/domain/campaign.ts";

const HOLDER = "holder";

const person = (staffRoles: readonly StaffRole[], memberships: readonly Membership[] = []): Actor => ({
  kind: "user",
  userId: "u",
  email: "u@example.org",
  staffRoles,
  memberships,
});

const ROLES = {
  owner: person([], [{ organisationId: HOLDER, role: "owner" }]),
  member: person([], [{ organisationId: HOLDER, role: "member" }]),
  "owner of another": person([], [{ organisationId: "other", role: "owner" }]),
  "case officer": person(["case_officer"]),
  "case officer of the holder": person(["case_officer"], [{ organisationId: HOLDER, role: "member" }]),
  administrator: person(["administrator"]),
  authoriser: person(["authoriser"]),
  paymaster: person(["paymaster"]),
  auditor: person(["auditor"]),
  guest: { kind: "guest" } as const,
  worker: worker("sweep-campaigns"),
} satisfies Record<string, Actor>;
type Role = keyof typeof ROLES;

/** Who may take which step, from which state to which: P3 as a table. Everything not in it is refused. */
const ALLOWED: readonly (readonly [CampaignAction, readonly string[], string, readonly Role[]])[] = [
  ["submit", ["draft", "changes_requested"], "submitted", ["owner", "worker"]],
  ["request-changes", ["submitted"], "changes_requested", ["case officer", "worker"]],
  ["approve", ["submitted"], "approved", ["case officer", "worker"]],
  ["schedule", ["approved"], "scheduled", ["worker"]],
  ["open", ["scheduled"], "live", ["worker"]],
  ["start-settlement", ["live"], "settling", ["worker"]],
  ["succeed", ["settling"], "succeeded", ["worker"]],
  ["fail", ["settling"], "failed", ["worker"]],
  ["suspend", ["live"], "suspended", ["administrator", "worker"]],
  ["resume", ["suspended"], "live", ["administrator", "worker"]],
  [
    "cancel",
    ["draft", "submitted", "changes_requested", "approved", "scheduled"],
    "cancelled",
    ["owner", "administrator", "worker"],
  ],
  ["cancel", ["live", "suspended"], "cancelled", ["administrator", "worker"]],
];

const actions = Object.keys(CAMPAIGN_STEPS) as CampaignAction[];

describe("P3: each step leads where the table says, for the roles it says", () => {
  test.each(actions.flatMap((action) => CAMPAIGN_STATES.map((from) => [action, from] as const)))(
    "%s from %s",
    (action, from) => {
      const row = ALLOWED.find(([a, states]) => a === action && states.includes(from));

      const to = nextState(from, action);
      const roles = (Object.keys(ROLES) as Role[]).filter(
        (role) => to !== undefined && mayChange(ROLES[role], action, from, HOLDER),
      );

      expect(to).toBe(row?.[2]);
      expect(roles.toSorted()).toEqual((row?.[3] ?? []).toSorted());
    },
  );
});

describe("P3: the deadline is the first instant too late", () => {
  const deadline = new Date("2027-03-28T22:00:00.000Z");

  test.each([
    ["a millisecond before", "2027-03-28T21:59:59.999Z", true],
    ["at it", "2027-03-28T22:00:00.000Z", false],
    ["after it", "2027-03-28T22:00:00.001Z", false],
  ])("%s", (_, now, accepted) => {
    expect(acceptsPledges("live", deadline, new Date(now))).toBe(accepted);
  });

  test("no state but live accepts a pledge, however early", () => {
    const accepting = CAMPAIGN_STATES.filter((state) => acceptsPledges(state, deadline, new Date(0)));

    expect(accepting).toEqual(["live"]);
  });
});

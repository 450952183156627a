import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { appointMember } from "../../src/committee/appoint-member.ts";
import { castVote } from "../../src/committee/cast-vote.ts";
import { sessionBody } from "../../src/committee/forms.ts";
import { openSession } from "../../src/committee/open-session.ts";
import { reviewApplication } from "../../src/committee/review-application.ts";
import { scoreApplication } from "../../src/committee/score-application.ts";
import { submitApplication } from "../../src/committee/submit-application.ts";
import { createApplication } from "../../src/committee/write-application.ts";
import { writeGrid } from "../../src/committee/write-grid.ts";
import { ownGrantApplications } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { aCampaign } from "./campaigns.ts";
import { aUser } from "./deps.ts";
import { aStaffMember, joinOrganisation } from "./grants.ts";
import { dayFromNow } from "./partners.ts";

/** Three members in term with a grid of two criteria, and the administrator who appointed them. */
export async function aCommittee(deps: Deps) {
  const administrator = await aStaffMember(deps, "administrator");
  const members = [await aUser(deps.db), await aUser(deps.db), await aUser(deps.db)] as const;
  const term = { startsOn: await dayFromNow(deps, -30), endsOn: await dayFromNow(deps, 300) };
  for (const { email } of members) await appointMember(deps, administrator, { email, ...term });
  await writeGrid(deps, administrator, {
    criteria: [
      { label: "Utilité", description: "", weight: 2, scale: 5 },
      { label: "Budget", description: "", weight: 1, scale: 5 },
    ],
  });
  return { administrator, members, chair: members[0], secretary: members[1] };
}

export type TestCommittee = Awaited<ReturnType<typeof aCommittee>>;

/** An application of a live campaign's project, found admissible. */
export async function anApplication(deps: Deps, askedCents = 50_000n, known?: Awaited<ReturnType<typeof aCampaign>>) {
  const campaign = known ?? (await aCampaign(deps));
  const input = { projectId: campaign.projectId, campaignId: campaign.id, askedCents, purpose: "Deux imprimantes." };
  const applicationId = await createApplication(deps, campaign.owner, input);
  await submitApplication(deps, campaign.owner, applicationId);
  const officer = await aStaffMember(deps, "case_officer");
  await reviewApplication(deps, officer, { applicationId, outcome: "admissible", message: "Dossier complet." });
  return { campaign, applicationId, officer };
}

/** An application for a project that brings no campaign, found admissible. */
export async function anApplicationAlone(deps: Deps, askedCents = 50_000n) {
  const { owner, projectId, organisationId } = await aCampaign(deps);
  await joinOrganisation(deps, organisationId, owner.userId, "owner");
  const input = { projectId, campaignId: null, askedCents, purpose: "Deux imprimantes." };
  const applicationId = await createApplication(deps, owner, input);
  await submitApplication(deps, owner, applicationId);
  const officer = await aStaffMember(deps, "case_officer");
  await reviewApplication(deps, officer, { applicationId, outcome: "admissible", message: "Dossier complet." });
  return { applicationId, owner, projectId, organisationId, officer };
}

export const theApplication = async (deps: Deps, id: string) =>
  (await deps.db.select().from(ownGrantApplications).where(eq(ownGrantApplications.id, id)))[0] ??
  expect.fail(`no application ${id}`);

export async function aSession(
  deps: Deps,
  { administrator, chair, secretary }: TestCommittee,
  applicationIds: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const input = sessionBody.parse({
    heldOn: await dayFromNow(deps, 0),
    envelopeCents: 1_000_000,
    quorum: { kind: "share", percent: 50 },
    majority: "simple",
    chairId: chair.userId,
    secretaryId: secretary.userId,
    applicationIds,
    ...more,
  });
  return openSession(deps, administrator, input);
}

export async function votesFor(
  deps: Deps,
  member: TestCommittee["chair"],
  key: { readonly sessionId: string; readonly applicationId: string },
  amountCents: bigint,
): Promise<void> {
  const scores = [4, 3].map((score) => ({ score, comment: "" }));
  await scoreApplication(deps, member, { ...key, scores });
  await castVote(deps, member, { ...key, vote: "for", amountCents });
}

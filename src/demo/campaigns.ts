import { and, eq } from "drizzle-orm";
import { approveCampaign } from "../campaigns/approve-campaign.ts";
import { createCampaign } from "../campaigns/create-campaign.ts";
import { newCampaignBody } from "../campaigns/forms.ts";
import { openDueCampaigns } from "../campaigns/open-due-campaigns.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { submitCampaign } from "../campaigns/submit-campaign.ts";
import { fundNow } from "../db/clock.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { createProject } from "../projects/create-project.ts";
import { newProjectBody } from "../projects/forms.ts";
import { actAs } from "./people.ts";
import type { DemoProject } from "./projects.ts";

const DAY_MS = 86_400_000;

export type Submission = {
  readonly organisationId: string;
  readonly placeIds: readonly string[];
  readonly days: number;
};

export type DemoCampaign = { readonly id: string; readonly slug: string };

/** The holder writes the project and its campaign and submits it; one of the same title stays as it is. */
export async function submitProject(deps: Deps, demo: DemoProject, submission: Submission): Promise<DemoCampaign> {
  const { title } = demo.project;
  const [known] = await deps.db
    .select({ id: campaigns.id, slug: campaigns.slug })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.title, title)));
  if (known !== undefined) return known;
  const holder = await actAs(deps.db, "holder");
  const { organisationId, placeIds, days } = submission;
  const projectId = await createProject(
    deps,
    holder,
    newProjectBody.parse({ ...demo.project, organisationId, placeIds }),
  );
  const now = await fundNow(deps.db);
  const dates = { startsOn: dayOf(now), deadlineOn: dayOf(new Date(now.getTime() + days * DAY_MS)) };
  const campaign = await createCampaign(deps, holder, newCampaignBody.parse({ ...demo.campaign, ...dates, projectId }));
  await submitCampaign(deps, holder, campaign.id);
  return campaign;
}

export async function approveAndOpen(deps: Deps, { id }: DemoCampaign, message: string): Promise<void> {
  const [campaign] = await deps.db
    .select({ state: campaigns.state })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.id, id)));
  if (campaign?.state === "submitted") await approveCampaign(deps, await actAs(deps.db, "caseOfficer"), id, message);
  await openDueCampaigns(deps, worker("sweep-campaigns"));
}

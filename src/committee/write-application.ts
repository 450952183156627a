import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { campaigns, ownGrantApplications } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { isApplicationEditable } from "../domain/committee/application.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { lockProject } from "../projects/lock-project.ts";
import type { ApplicationInput, NewApplicationInput } from "./forms.ts";
import { isApplication, lockApplication } from "./lock-application.ts";
import { applicationElsewhere, campaignNotOpen } from "./messages.ts";

export const UNDECIDED: readonly string[] = [
  "draft",
  "submitted",
  "changes_requested",
  "approved",
  "scheduled",
  "live",
  "settling",
  "suspended",
];

/** Starts the draft of an application for a grant of the fund's own. One open application a project. Answers its id. */
export async function createApplication(deps: Deps, actor: Actor, input: NewApplicationInput): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    const { projectId, ...rest } = input;
    const project = await lockProject(tx, deps.fundId, projectId);
    if (!permits(actor, "project.read", project.organisationId)) throw notFound();
    if (actor.kind !== "user" || !permits(actor, "own-grant.apply", project.organisationId)) throw forbidden();
    await requireOpenCampaign(tx, deps.fundId, projectId, rest.campaignId);
    const id = uuidv7();
    await tx.insert(ownGrantApplications).values({
      fundId: deps.fundId,
      id,
      projectId,
      ...rest,
      state: "draft",
      createdBy: actor.userId,
      createdAt: sql`fund_now()`,
    });
    await recordAudit(tx, actor, {
      action: "own-grant.create",
      subject: ["own-grant", id],
      change: { projectId, askedCents: Number(rest.askedCents) },
    });
    return id;
  });
}

/** Changes an application before it is submitted, or where changes were asked for. */
export async function editApplication(
  deps: Deps,
  actor: Actor,
  applicationId: string,
  input: ApplicationInput,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const application = await lockApplication(tx, deps.fundId, actor, "own-grant.apply", applicationId);
    if (!isApplicationEditable(application.state)) throw applicationElsewhere(application.state);
    await requireOpenCampaign(tx, deps.fundId, application.projectId, input.campaignId);
    await tx.update(ownGrantApplications).set(input).where(isApplication(deps.fundId, applicationId));
    await recordAudit(tx, actor, {
      action: "own-grant.edit",
      subject: ["own-grant", applicationId],
      change: { askedCents: Number(input.askedCents) },
    });
  });
}

async function requireOpenCampaign(tx: Transaction, fundId: string, projectId: string, campaignId: string | null) {
  if (campaignId === null) return;
  const [campaign] = await tx
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.fundId, fundId),
        eq(campaigns.id, campaignId),
        eq(campaigns.projectId, projectId),
        inArray(campaigns.state, [...UNDECIDED]),
      ),
    );
  if (campaign === undefined) throw campaignNotOpen();
}

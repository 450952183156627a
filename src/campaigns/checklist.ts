import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type ChecklistItem, missingForSubmission } from "../domain/campaign-terms.ts";
import { cents, remaining } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { isValidRna } from "../domain/rna.ts";
import { isValidSiret } from "../domain/siret.ts";
import { notFound } from "../errors.ts";
import { planSizeOf } from "../projects/planned.ts";
import { findOrganisation } from "./holder.ts";
import { dayStart } from "./paris-days.ts";
import { claimedByOthers } from "./states.ts";

type Draft = {
  readonly fundId: string;
  readonly id: string;
  readonly projectId: string;
  readonly organisationId: string;
  readonly goalCents: bigint;
  readonly startsAt: Date;
  readonly deadlineAt: Date;
};

/** What a campaign still lacks before it can be submitted. Exact under the project's lock, a preview without. */
export async function checklistOf(reader: Reader, draft: Draft): Promise<readonly ChecklistItem[]> {
  const plan = await planSizeOf(reader, draft.fundId, draft.projectId);
  const claimed = await claimedByOthers(reader, draft.fundId, draft.projectId, draft.id);
  const organisation = await findOrganisation(reader, draft.organisationId);
  const now = await fundNow(reader);
  return missingForSubmission({
    places: plan.places,
    budgetLines: plan.budgetLines,
    plannedCents: remaining(plan.plannedCents, claimed),
    goalCents: cents(draft.goalCents),
    identityChecked: isValidSiret(organisation?.siret ?? "") || isValidRna(organisation?.rna ?? ""),
    startsAt: draft.startsAt,
    deadlineAt: draft.deadlineAt,
    now,
    todayStartedAt: dayStart(now),
  });
}

/** The same for a page: only the holder and the fund's staff see it. */
export async function readChecklist(deps: Deps, actor: Actor, draft: Draft): Promise<readonly ChecklistItem[]> {
  if (!permits(actor, "campaign.read-draft", draft.organisationId)) throw notFound();
  return await checklistOf(deps.db, draft);
}

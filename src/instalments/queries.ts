import { and, eq } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { grants, instalments } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { titleOf } from "../grants/grant-origin.ts";
import { type Evidence, listEvidence } from "./evidence-queries.ts";
import { type Instalment, readSchedule } from "./read-schedule.ts";

/** A grant's instalments in order. Throws 404 to who may not read the grant (X1). */
export async function readInstalments(deps: Deps, actor: Actor, grantId: string): Promise<readonly Instalment[]> {
  const [grant] = await deps.db
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, grantId)));
  if (grant === undefined || !permits(actor, "grant.read", grant.organisationId)) throw notFound();
  return await readSchedule(deps.db, grant);
}

export type InstalmentDetail = Instalment & {
  readonly organisationId: string;
  readonly campaignTitle: string;
  readonly fundSignedAt: Date | null;
  readonly suspendedReason: string | null;
  /** Its limit date is past, and something is still left to do. */
  readonly isLate: boolean;
  readonly evidence: readonly Evidence[];
};

/** One instalment with everything that was shown for it. Throws 404 to who may not read its grant (X1). */
export async function readInstalment(deps: Deps, actor: Actor, instalmentId: string): Promise<InstalmentDetail> {
  const [row] = await deps.db
    .select({ grant: grants, campaignTitle: titleOf("grants") })
    .from(instalments)
    .innerJoin(grants, and(eq(grants.fundId, instalments.fundId), eq(grants.id, instalments.grantId)))
    .where(and(eq(instalments.fundId, deps.fundId), eq(instalments.id, instalmentId)));
  if (row === undefined || !permits(actor, "grant.read", row.grant.organisationId)) throw notFound();
  const { grant, campaignTitle } = row;
  const one = (await readSchedule(deps.db, grant)).find(({ id }) => id === instalmentId);
  if (one === undefined) throw notFound();
  const evidence = await listEvidence(deps, actor, grant);
  const isOver = one.state === "cancelled" || one.takenCents > 0n || one.state === "evidence_sent";
  return {
    ...one,
    organisationId: grant.organisationId,
    campaignTitle,
    fundSignedAt: grant.fundSignedAt,
    suspendedReason: grant.suspendedReason,
    isLate: !isOver && one.dueOn < dayOf(await fundNow(deps.db)),
    evidence: evidence.filter((shown) => shown.instalmentId === instalmentId),
  };
}

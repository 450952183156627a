import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { cooperationAgreements, organisations } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Side } from "../domain/agreement.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";

export type AgreementRow = typeof cooperationAgreements.$inferSelect;

export type LockedAgreement = {
  readonly agreement: AgreementRow;
  readonly partnerName: string;
  readonly side: Side;
  readonly now: Date;
};

/** Whoever belongs to the partner acts for it, whatever else they are. */
export const sideOf = (actor: Actor, partnerId: string): Side =>
  actor.kind === "user" && actor.memberships.some((one) => one.organisationId === partnerId) ? "partner" : "fund";

/** An administrator who is a plain member of the partner signs for neither side. */
export const ownsOrganisation = (actor: Extract<Actor, { kind: "user" }>, organisationId: string): boolean =>
  actor.memberships.some((one) => one.organisationId === organisationId && one.role === "owner");

/** One agreement, held until the transaction ends: rounds, signatures and states of it come one after the other. */
export async function lockAgreement(
  tx: Transaction,
  { fundId }: Deps,
  actor: Actor,
  agreementId: string,
  action: Action,
): Promise<LockedAgreement> {
  const [row] = await tx
    .select({ agreement: cooperationAgreements, partnerName: organisations.name })
    .from(cooperationAgreements)
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, agreementId)))
    .for("no key update", { of: cooperationAgreements });
  const partnerId = row?.agreement.partnerId;
  if (row === undefined || !permits(actor, "pot.read", partnerId)) throw notFound();
  if (!permits(actor, action, partnerId)) throw forbidden();
  return { ...row, side: sideOf(actor, row.agreement.partnerId), now: await fundNow(tx) };
}

/** Whether its last day has passed, also where no job has said so yet. */
export const isOver = ({ state, endsAt }: AgreementRow, now: Date): boolean =>
  state === "ended" || state === "abandoned" || (endsAt !== null && endsAt <= now);

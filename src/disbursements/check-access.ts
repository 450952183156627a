import type { Actor } from "../domain/actor.ts";
import type { Person } from "../domain/disbursement.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";

/** 404 for who may not even see it, 403 for who may see it and not do this (X1). Answers the person who acts. */
export function personWhoMay(
  actor: Actor,
  action: Action,
  organisationId: string,
  seeing: Action = "disbursement.read",
): Person {
  if (actor.kind !== "user" || !permits(actor, seeing, organisationId)) throw notFound();
  if (!permits(actor, action, organisationId)) throw forbidden();
  return actor;
}

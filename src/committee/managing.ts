import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";

/** Who sets the committee up: an administrator. 404 to who knows nothing of it, 403 to who may only read it. */
export function managing(actor: Actor) {
  if (actor.kind !== "user" || !permits(actor, "committee.read")) throw notFound();
  if (!permits(actor, "committee.manage")) throw forbidden();
  return actor;
}

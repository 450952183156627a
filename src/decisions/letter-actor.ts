import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { findPerson } from "../identity/queries.ts";

/** The person as the permission table judges them now, where nobody is signed in. */
export async function actorOf({ db }: Deps, userId: string): Promise<Extract<Actor, { kind: "user" }> | undefined> {
  const person = await findPerson(db, userId);
  if (person === undefined) return undefined;
  const { email, staffRoles, memberships } = person;
  return { kind: "user", userId, email, staffRoles, memberships };
}

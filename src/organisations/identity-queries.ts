import { and, desc, eq } from "drizzle-orm";
import { users } from "../db/schema/identity.ts";
import { organisationReviews } from "../db/schema/staff-work.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";

export type IdentityStanding = "verified" | "not_verified" | "changed" | "never";

type Known = { readonly id: string; readonly name: string; readonly siret: string | null; readonly rna: string | null };

/** What the fund knows of an organisation's identity; the reviews themselves are for staff. */
export async function readIdentity(deps: Deps, actor: Actor, organisation: Known) {
  const reviews = await deps.db
    .select({
      id: organisationReviews.id,
      outcome: organisationReviews.outcome,
      note: organisationReviews.note,
      name: organisationReviews.name,
      siret: organisationReviews.siret,
      rna: organisationReviews.rna,
      reviewer: users.name,
      createdAt: organisationReviews.createdAt,
    })
    .from(organisationReviews)
    .innerJoin(users, eq(users.id, organisationReviews.reviewerId))
    .where(and(eq(organisationReviews.fundId, deps.fundId), eq(organisationReviews.organisationId, organisation.id)))
    .orderBy(desc(organisationReviews.id))
    .limit(20);
  const isMember = actor.kind === "user" && actor.memberships.some((one) => one.organisationId === organisation.id);
  return {
    standing: standingOf(organisation, reviews[0]),
    reviews: permits(actor, "organisation.read") ? reviews : [],
    mayReview: permits(actor, "organisation.verify") && !isMember,
  };
}

export type Identity = Awaited<ReturnType<typeof readIdentity>>;

type Seen = Omit<Known, "id"> & { readonly outcome: "verified" | "not_verified" };

function standingOf(now: Known, last: Seen | undefined): IdentityStanding {
  if (last === undefined) return "never";
  const isSame = last.name === now.name && last.siret === now.siret && last.rna === now.rna;
  return isSame ? last.outcome : "changed";
}

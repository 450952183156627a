import { type SQL, sql } from "drizzle-orm";
import type { Action } from "../domain/permissions.ts";

export type Asker = { readonly fundId: string; readonly userId: string };

/**
 * One kind of thing that waits, as SQL whose columns are, in this order: `id`, `href`, `title`, `who` (who waits),
 * `amount` (cents or null), `since`, `due` (or null), `hold`: null where this person may decide, else why not.
 */
export type Source = {
  readonly kind: string;
  /** Whoever may do one of these finds it; `session` asks the committee's own seats. */
  readonly actions: readonly Action[] | "seat";
  readonly rows: (asker: Asker) => SQL;
};

/** Why somebody else decides: the person asked for it, belongs to who asks, did the step before, or it has an owner. */
export const HOLDS = ["own", "member", "step", "owned"] as const;
export type Hold = (typeof HOLDS)[number];

const MEMBER = (organisation: SQL, userId: string) => sql`exists (select from organisation_members om
  where om.organisation_id = ${organisation} and om.user_id = ${userId})`;

/** `hold` of something an organisation asks for. */
export const holdOf = (
  userId: string,
  organisation: SQL,
  { own, step }: { readonly own?: SQL; readonly step?: SQL } = {},
): SQL =>
  sql`case when ${own ?? sql`null::uuid`} = ${userId} then 'own' when ${step ?? sql`false`} then 'step'
    when ${MEMBER(organisation, userId)} then 'member' end`;

/** `hold` of something a colleague asked for. */
export const ownHold = (userId: string, proposer: SQL): SQL => sql`case when ${proposer} = ${userId} then 'own' end`;

import { and, asc, desc, eq, lt, ne } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { deMinimisAids, deMinimisDeclarations, grants } from "../db/schema/index.ts";
import { type DeMinimisVerdict, isInWindow, judgeDeMinimis } from "../domain/de-minimis.ts";
import { cents } from "../domain/money.ts";
import { parametersOn } from "../parameters/read-parameters.ts";

export type CountedAid = {
  readonly granter: string;
  readonly amountCents: bigint;
  readonly grantedOn: string;
  /** The fund's own grant, which it adds itself. */
  readonly isOurs: boolean;
  /** Granted within the three years that end with the declaration's day. */
  readonly counts: boolean;
};

export type DeMinimisFacts = {
  readonly declaration:
    | {
        readonly hasEconomicActivity: boolean;
        readonly declaredBy: string;
        readonly declaredAt: Date;
        readonly declaredOn: string;
      }
    | undefined;
  /** The declaration's day, or today where none was made: the three years end there. */
  readonly on: string;
  /** Declared aid and the fund's own grants, oldest first. */
  readonly aids: readonly CountedAid[];
  readonly verdict: DeMinimisVerdict;
};

type Grant = Pick<typeof grants.$inferSelect, "fundId" | "id" | "organisationId" | "amountCents">;

/**
 * The last declaration for a grant and the sum it is judged by. The three years end, and the ceiling is read, on the day
 * it was made, not on the grant's: aid is granted once the agreement gives a right to it (Regulation (EU) 2023/2831,
 * art. 3 § 3), and what others gave meanwhile counts. An amendment is judged on its own day, with all that came since.
 */
export async function readDeclaration(
  reader: Reader,
  fundName: string,
  grant: Grant,
  amendedOn?: string,
): Promise<DeMinimisFacts> {
  const { fundId } = grant;
  const [declared] = await reader
    .select()
    .from(deMinimisDeclarations)
    .where(and(eq(deMinimisDeclarations.fundId, fundId), eq(deMinimisDeclarations.grantId, grant.id)))
    .orderBy(desc(deMinimisDeclarations.createdAt), desc(deMinimisDeclarations.id))
    .limit(1);
  const on = amendedOn ?? dayOf(declared?.createdAt ?? (await fundNow(reader)));
  const theirs = declared === undefined ? [] : await aidsOf(reader, fundId, declared.id);
  const ours = await ownGrants(reader, fundName, grant, amendedOn !== undefined);
  const aids = [...theirs.map((aid) => ({ ...aid, isOurs: false })), ...ours.map((aid) => ({ ...aid, isOurs: true }))]
    .map((aid) => ({ ...aid, counts: isInWindow(aid.grantedOn, on) }))
    .toSorted((a, b) => (a.grantedOn < b.grantedOn ? -1 : a.grantedOn > b.grantedOn ? 1 : 0));
  const { "de-minimis-ceiling": ceiling } = await parametersOn(reader, fundId, on);
  return {
    declaration: declared && { ...declared, declaredAt: declared.createdAt, declaredOn: dayOf(declared.createdAt) },
    on,
    aids,
    verdict: judgeDeMinimis(aids, { amountCents: cents(grant.amountCents), on }, cents(ceiling)),
  };
}

const aidsOf = (reader: Reader, fundId: string, declarationId: string) =>
  reader
    .select({
      granter: deMinimisAids.granter,
      amountCents: deMinimisAids.amountCents,
      grantedOn: deMinimisAids.grantedOn,
    })
    .from(deMinimisAids)
    .where(and(eq(deMinimisAids.fundId, fundId), eq(deMinimisAids.declarationId, declarationId)))
    .orderBy(asc(deMinimisAids.position));

/** What the fund granted the same organisation before, or all it granted so far, less what went back, in the order made. */
async function ownGrants(reader: Reader, fundName: string, grant: Grant, isAllSoFar: boolean) {
  const rows = await reader
    .select({ createdAt: grants.createdAt, amountCents: grants.amountCents, reducedCents: grants.reducedCents })
    .from(grants)
    .where(
      and(
        eq(grants.fundId, grant.fundId),
        eq(grants.organisationId, grant.organisationId),
        isAllSoFar ? ne(grants.id, grant.id) : lt(grants.id, grant.id),
      ),
    )
    .orderBy(asc(grants.id));
  return rows.flatMap(({ createdAt, amountCents, reducedCents }) =>
    amountCents === reducedCents
      ? []
      : [{ granter: fundName, amountCents: amountCents - reducedCents, grantedOn: dayOf(createdAt) }],
  );
}

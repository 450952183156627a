import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Reader } from "../db/client.ts";
import { scheduleAmendments } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { readGrant } from "../grants/queries.ts";

const bigint = z.string().regex(/^\d+$/).transform(BigInt);

const storedLines = z.array(
  z.object({
    id: z.uuid(),
    number: z.int(),
    label: z.string(),
    share: bigint,
    fromShare: bigint,
    dueOn: z.iso.date(),
    fromDueOn: z.iso.date(),
  }),
);

const storedParagraphs = z.array(z.object({ fr: z.string(), en: z.string() }));

export const AMENDMENT_STATES = ["holder-signs", "fund-signs", "in-force", "withdrawn"] as const;
export type AmendmentState = (typeof AMENDMENT_STATES)[number];

export type ScheduleAmendment = ReturnType<typeof asAmendment>;

function asAmendment({ fundId: _, lines, paragraphs, ...row }: typeof scheduleAmendments.$inferSelect) {
  return {
    ...row,
    lines: storedLines.parse(lines),
    paragraphs: storedParagraphs.parse(paragraphs),
    state: stateOf(row),
  };
}

type Signed = Pick<typeof scheduleAmendments.$inferSelect, "withdrawnAt" | "fundSignedAt" | "holderSignedAt">;

function stateOf({ withdrawnAt, fundSignedAt, holderSignedAt }: Signed): AmendmentState {
  if (withdrawnAt !== null) return "withdrawn";
  if (fundSignedAt !== null) return "in-force";
  return holderSignedAt === null ? "holder-signs" : "fund-signs";
}

/** Every amendment of a grant's schedule, the newest first. Throws 404 to who may not read the grant (X1). */
export async function listAmendments(deps: Deps, actor: Actor, grantId: string): Promise<readonly ScheduleAmendment[]> {
  const { id } = await readGrant(deps, actor, grantId);
  const rows = await deps.db
    .select()
    .from(scheduleAmendments)
    .where(and(eq(scheduleAmendments.fundId, deps.fundId), eq(scheduleAmendments.grantId, id)))
    .orderBy(desc(scheduleAmendments.id));
  return rows.map(asAmendment);
}

/** The one that waits for signatures. */
export async function findOpenAmendment(
  reader: Reader,
  fundId: string,
  grantId: string,
): Promise<ScheduleAmendment | undefined> {
  const [row] = await reader
    .select()
    .from(scheduleAmendments)
    .where(
      and(
        eq(scheduleAmendments.fundId, fundId),
        eq(scheduleAmendments.grantId, grantId),
        isNull(scheduleAmendments.fundSignedAt),
        isNull(scheduleAmendments.withdrawnAt),
      ),
    );
  return row === undefined ? undefined : asAmendment(row);
}

export async function findAmendment(
  reader: Reader,
  fundId: string,
  amendmentId: string,
): Promise<ScheduleAmendment | undefined> {
  const [row] = await reader
    .select()
    .from(scheduleAmendments)
    .where(and(eq(scheduleAmendments.fundId, fundId), eq(scheduleAmendments.id, amendmentId)));
  return row === undefined ? undefined : asAmendment(row);
}

/** What each amendment in force changed, the oldest first. */
export async function amendmentsInForce(reader: Reader, fundId: string, grantId: string) {
  const rows = await reader
    .select({ lines: scheduleAmendments.lines })
    .from(scheduleAmendments)
    .where(
      and(
        eq(scheduleAmendments.fundId, fundId),
        eq(scheduleAmendments.grantId, grantId),
        isNotNull(scheduleAmendments.fundSignedAt),
      ),
    )
    .orderBy(asc(scheduleAmendments.id));
  return rows.map(({ lines }) => storedLines.parse(lines));
}

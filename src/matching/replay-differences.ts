import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { differences } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { actorReference, worker } from "../domain/actor.ts";
import type { ReplayFinding } from "../domain/matching/replay.ts";
import { openDifference } from "../reconciliation/open-difference.ts";

/** Whoever runs it, the replay itself opens and closes: no person decides here. */
export const REPLAYER = worker("replay-matching");
const KIND = "match-replay";

type Known = Pick<
  typeof differences.$inferSelect,
  "id" | "subject" | "state" | "proposedCause" | "amountCents" | "closedBy"
>;

/**
 * Opens a difference for each finding that has none (R2), and closes those of findings that are gone, where `all` of
 * them are here. What a person closed with a reason stays closed as long as it is the same.
 */
export async function settleReplayDifferences(
  { db, fundId }: Pick<Deps, "db" | "fundId">,
  findings: readonly ReplayFinding[],
  { all }: { readonly all: boolean },
): Promise<{ readonly opened: number; readonly closed: number }> {
  const bySubject = new Map<string, ReplayFinding>();
  for (const one of findings) if (!bySubject.has(one.subject)) bySubject.set(one.subject, one);
  return inTransaction(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`match-replay:${fundId}`}, 0))`);
    const known = await tx
      .select()
      .from(differences)
      .where(and(eq(differences.fundId, fundId), eq(differences.kind, KIND)))
      .orderBy(desc(differences.id));
    let opened = 0;
    for (const finding of bySubject.values()) if (await noteFinding(tx, fundId, finding, known)) opened += 1;
    const healed = known.filter((one) => one.state !== "closed" && !bySubject.has(subjectOf(one)));
    if (all) await closeHealed(tx, fundId, healed);
    return { opened, closed: all ? healed.length : 0 };
  });
}

/** The same thing may differ again after it was healed: then its subject is numbered. */
const subjectOf = ({ subject }: Pick<Known, "subject">): string => subject.replace(/#\d+$/, "");

async function noteFinding(
  tx: Transaction,
  fundId: string,
  finding: ReplayFinding,
  known: readonly Known[],
): Promise<boolean> {
  const before = known.filter((one) => subjectOf(one) === finding.subject);
  const [latest] = before;
  const detail = { pledgeId: finding.pledgeId, expected: finding.expected, stored: finding.stored };
  if (latest !== undefined && latest.state !== "closed") {
    await tx
      .update(differences)
      .set({ detail, amountCents: finding.amountCents, proposedCause: finding.cause })
      .where(and(eq(differences.fundId, fundId), eq(differences.id, latest.id), eq(differences.state, "open")));
    return false;
  }
  if (latest !== undefined && latest.closedBy !== actorReference(REPLAYER) && isSame(latest, finding)) return false;
  const subject = before.length === 0 ? finding.subject : `${finding.subject}#${before.length + 1}`;
  const { cause: proposedCause, amountCents } = finding;
  const opened = await openDifference(tx, fundId, REPLAYER, { kind: KIND, subject, amountCents, proposedCause });
  await tx
    .update(differences)
    .set({ detail })
    .where(and(eq(differences.fundId, fundId), eq(differences.kind, KIND), eq(differences.subject, subject)));
  return opened;
}

const isSame = (one: Known, finding: ReplayFinding): boolean =>
  one.proposedCause === finding.cause && one.amountCents === finding.amountCents;

async function closeHealed(tx: Transaction, fundId: string, healed: readonly Known[]): Promise<void> {
  if (healed.length === 0) return;
  const ids = healed.map(({ id }) => id);
  await tx
    .update(differences)
    .set({ state: "closed", closedAt: sql`fund_now()`, closedBy: actorReference(REPLAYER) })
    .where(and(eq(differences.fundId, fundId), inArray(differences.id, ids)));
  for (const id of ids) await recordAudit(tx, REPLAYER, { action: "difference.closed", subject: ["difference", id] });
}

import { and, asc, desc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { staffRoles, users } from "../db/schema/identity.ts";
import { bankLines, bankStatements, differences, disbursements, stripePayouts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { isResolutionFor, parseResolution, RESOLUTION_ACCOUNTS } from "../domain/difference.ts";
import { PERMISSIONS, permits } from "../domain/permissions.ts";
import { LEAST_PAYMENT_CENTS } from "../domain/stripe-cash.ts";
import { notFound } from "../errors.ts";
import { repaymentsToTie } from "../grants/repayments-to-tie.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { potsToTie, withdrawalsToTie } from "../pots/bank-proposals.ts";
import { likelyCauses } from "./difference-shape.ts";
import { AGE_DAYS, type DifferenceRow } from "./list-differences.ts";
import { STRIPE_CASH } from "./stripe-cash.ts";

export type StatementRow = Omit<typeof bankStatements.$inferSelect, "fundId" | "ibanFingerprint" | "sequence">;
export type LineRow = Omit<typeof bankLines.$inferSelect, "fundId" | "lineRef">;

/** Imported statements, the newest import first. */
export async function listBankStatements(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<StatementRow>> {
  if (!permits(actor, "bank-statement.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "bank-statements", cursor)?.[0];
  const rows = await deps.db
    .select()
    .from(bankStatements)
    .where(and(eq(bankStatements.fundId, deps.fundId), after === undefined ? undefined : lt(bankStatements.id, after)))
    .orderBy(desc(bankStatements.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "bank-statements", rows, limit, (row) => [row.id]);
}

export type StatementDetail = StatementRow & { readonly lines: readonly LineRow[] };

/** One statement with the lines it was the first to show. */
export async function readBankStatement(deps: Deps, actor: Actor, id: string): Promise<StatementDetail> {
  if (!permits(actor, "bank-statement.read")) throw notFound();
  const [statement] = await deps.db
    .select()
    .from(bankStatements)
    .where(and(eq(bankStatements.fundId, deps.fundId), eq(bankStatements.id, id)));
  if (statement === undefined) throw notFound();
  const lines = await deps.db
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.fundId, deps.fundId), eq(bankLines.statementId, id)))
    .orderBy(asc(bankLines.id));
  return { ...statement, lines };
}

export type Proposal = { readonly resolution: string; readonly amountCents: bigint | null; readonly name: string };

export type DifferenceDetail = DifferenceRow & {
  /** Who works on differences and may be given this one. */
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  /** The bank line it is about, where it is about one. */
  readonly line: LineRow | undefined;
  /** Where its money could belong: the same amount, or a pot. A person chooses (R3). */
  readonly proposals: readonly Proposal[];
};

/** One difference with what a person needs to explain or close it (R2). */
export async function readDifference(deps: Deps, actor: Actor, id: string): Promise<DifferenceDetail> {
  if (!permits(actor, "difference.read")) throw notFound();
  const [found] = await deps.db
    .select({ difference: differences, ownerName: users.name, ageDays: AGE_DAYS })
    .from(differences)
    .leftJoin(users, eq(users.id, differences.ownerId))
    .where(and(eq(differences.fundId, deps.fundId), eq(differences.id, id)));
  if (found === undefined) throw notFound();
  const { difference, ownerName, ageDays } = found;
  const likelyCause = (await likelyCauses(deps.db, deps.fundId, [id])).get(id) ?? "look-closer";
  const line = difference.kind === "bank-line" ? await lineOf(deps, difference.subject) : undefined;
  const pointed = line === undefined ? [] : await pointedProposals(deps, difference.amountCents);
  const takers = difference.kind === STRIPE_CASH ? await takingPots(deps, difference.amountCents) : [];
  const general = ["return", "refund", "reason", ...RESOLUTION_ACCOUNTS.map((account) => `account:${account}`)];
  const proposals = [
    ...pointed,
    ...takers,
    ...general.map((resolution) => ({ resolution, amountCents: null, name: "" })),
  ];
  return {
    ...difference,
    ownerName,
    ageDays,
    likelyCause,
    colleagues: await colleaguesOf(deps),
    line,
    proposals: proposals.filter((one) => isPossible(difference.kind, one.resolution)),
  };
}

async function takingPots(deps: Deps, amountCents: bigint): Promise<readonly Proposal[]> {
  if (amountCents < LEAST_PAYMENT_CENTS) return [];
  const pots = await potsToTie(deps, amountCents);
  return pots.map(({ id, name }) => ({ resolution: `pot:${id}`, amountCents: null, name }));
}

const colleaguesOf = (deps: Deps) =>
  deps.db
    .selectDistinct({ id: users.id, name: users.name })
    .from(users)
    .innerJoin(staffRoles, eq(staffRoles.userId, users.id))
    .where(inArray(staffRoles.role, WORKING_ROLES))
    .orderBy(users.name);

const WORKING_ROLES = [...PERMISSIONS["difference.explain"].staff, ...PERMISSIONS["difference.close"].staff];

function isPossible(kind: string, text: string): boolean {
  const resolution = parseResolution(text);
  return resolution !== undefined && isResolutionFor(kind, resolution);
}

async function lineOf(deps: Deps, subject: string): Promise<LineRow | undefined> {
  const [line] = await deps.db
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.fundId, deps.fundId), eq(bankLines.id, subject.replace(/^bank-line:/, ""))));
  return line;
}

/** Where parts of a bank line could belong: its own accounts, any pot, a payment order of less than it, what a holder owes. */
export async function splitProposals(deps: Deps, amountCents: bigint): Promise<readonly Proposal[]> {
  const general = RESOLUTION_ACCOUNTS.map((account) => ({
    resolution: `account:${account}`,
    amountCents: null,
    name: "",
  }));
  const pots = amountCents < 0n ? [] : await potsToTie(deps, amountCents);
  const named = pots.map(({ id, name }) => ({ resolution: `pot:${id}`, amountCents: null, name }));
  const repayments = amountCents < 0n ? [] : await repaymentProposals(deps, 1n);
  return [...(await orderProposals(deps, amountCents, "smaller")), ...repayments, ...named, ...general];
}

const repaymentProposals = async (deps: Deps, leastCents: bigint): Promise<readonly Proposal[]> =>
  (await repaymentsToTie(deps, leastCents)).map(({ id, ...rest }) => ({ resolution: `repayment:${id}`, ...rest }));

async function pointedProposals(deps: Deps, amountCents: bigint): Promise<readonly Proposal[]> {
  const orders = await orderProposals(deps, amountCents, "equal");
  const payouts = await deps.db
    .select({ id: stripePayouts.id, amountCents: stripePayouts.amountCents, name: stripePayouts.id })
    .from(stripePayouts)
    .where(
      and(
        eq(stripePayouts.fundId, deps.fundId),
        eq(stripePayouts.amountCents, amountCents),
        isNull(stripePayouts.bankLineId),
      ),
    )
    .limit(20);
  const withdrawals = await withdrawalsToTie(deps, amountCents);
  const pots = await potsToTie(deps, amountCents);
  return [
    ...orders,
    ...withdrawals.map(({ id, ...rest }) => ({ resolution: `withdrawal:${id}`, ...rest })),
    ...(await repaymentProposals(deps, amountCents)),
    ...payouts.map(({ id, ...rest }) => ({ resolution: `payout:${id}`, ...rest })),
    ...pots.map(({ id, name }) => ({ resolution: `pot:${id}`, amountCents: null, name })),
  ];
}

/** Payment orders of the line's amount, or of less, that a line of its direction may show. */
async function orderProposals(
  deps: Deps,
  amountCents: bigint,
  which: "equal" | "smaller",
): Promise<readonly Proposal[]> {
  const size = amountCents < 0n ? -amountCents : amountCents;
  const isWaiting =
    amountCents < 0n
      ? sql`(${disbursements.state} = 'sent' or (${disbursements.state} = 'returned' and ${disbursements.paidAt} is null))`
      : sql`${disbursements.state} in ('sent', 'paid')`;
  const orders = await deps.db
    .select({ id: disbursements.id, amountCents: disbursements.amountCents, name: disbursements.purpose })
    .from(disbursements)
    .where(
      and(
        eq(disbursements.fundId, deps.fundId),
        eq(disbursements.rail, "sepa"),
        which === "equal" ? eq(disbursements.amountCents, size) : lt(disbursements.amountCents, size),
        isWaiting,
      ),
    )
    .limit(20);
  return orders.map(({ id, ...rest }) => ({ resolution: `disbursement:${id}`, ...rest }));
}

import { and, eq, inArray } from "drizzle-orm";
import { staffRolesInForce, users } from "../db/schema/identity.ts";
import { bankLines, differences } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Suggestion, suggestForLine } from "../domain/bank-suggestion.ts";
import { isResolutionFor, parseResolution } from "../domain/difference.ts";
import { PERMISSIONS, permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { accountProposals, type Proposal, pointedProposals, takingPots } from "./bank-proposals.ts";
import type { LineRow } from "./bank-queries.ts";
import { likelyCauses } from "./difference-shape.ts";
import { AGE_DAYS, type DifferenceRow } from "./list-differences.ts";
import { STRIPE_CASH } from "./stripe-cash.ts";

export type DifferenceDetail = DifferenceRow & {
  /** Who works on differences and may be given this one. */
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
  /** The bank line it is about, where it is about one. */
  readonly line: LineRow | undefined;
  /** Where its money could belong: the same amount, or a pot. A person chooses (R3). */
  readonly proposals: readonly Proposal[];
  /** Those of the proposals that something on the line points at, the likeliest first. */
  readonly suggestions: readonly Suggestion[];
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
  return {
    ...difference,
    ownerName,
    ageDays,
    likelyCause,
    colleagues: await colleaguesOf(deps),
    line,
    ...(await proposalsFor(deps, difference, line)),
  };
}

async function proposalsFor(
  deps: Deps,
  { kind, amountCents, state }: Pick<DifferenceRow, "kind" | "amountCents" | "state">,
  line: LineRow | undefined,
): Promise<Pick<DifferenceDetail, "proposals" | "suggestions">> {
  const pointed = line === undefined ? [] : await pointedProposals(deps, amountCents);
  const takers = kind === STRIPE_CASH ? await takingPots(deps, amountCents) : [];
  const proposals = [
    ...pointed.map(({ resolution, amountCents: cents, name }) => ({ resolution, amountCents: cents, name })),
    ...takers,
    ...GENERAL,
  ];
  const isSettled = line === undefined || state === "closed";
  return {
    proposals: proposals.filter((one) => isPossible(kind, one.resolution)),
    suggestions: isSettled ? [] : suggestForLine(unplaced(line), pointed),
  };
}

const unplaced = ({ amountCents, remittance, endToEndId, counterparty }: LineRow) => ({
  amountCents,
  text: `${remittance} ${endToEndId ?? ""}`,
  payer: counterparty,
});

const GENERAL: readonly Proposal[] = [
  ...["return", "refund", "reason"].map((resolution) => ({ resolution, amountCents: null, name: "" })),
  ...accountProposals,
];

const colleaguesOf = (deps: Deps) =>
  deps.db
    .selectDistinct({ id: users.id, name: users.name })
    .from(users)
    .innerJoin(staffRolesInForce, eq(staffRolesInForce.userId, users.id))
    .where(inArray(staffRolesInForce.role, WORKING_ROLES))
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

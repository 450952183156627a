import { and, eq, isNull, lt, sql } from "drizzle-orm";
import { disbursements, grants, organisations, stripePayouts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { isUnexecuted } from "../disbursements/non-execution-queries.ts";
import type { Candidate } from "../domain/bank-suggestion.ts";
import { RESOLUTION_ACCOUNTS } from "../domain/difference.ts";
import { LEAST_PAYMENT_CENTS } from "../domain/stripe-cash.ts";
import { repaymentReference } from "../grants/repayment-reference.ts";
import { repaymentsToTie } from "../grants/repayments-to-tie.ts";
import { awaitedByCalls, potsToTie, receiptsToReturn, withdrawalsToTie } from "../pots/bank-proposals.ts";

export type Proposal = { readonly resolution: string; readonly amountCents: bigint | null; readonly name: string };

/** A proposal with what would tell that a line is about it. */
type PointedProposal = Proposal & Candidate;

/** Everything a bank line of this amount may be about; a person chooses (R3). */
export async function pointedProposals(deps: Deps, amountCents: bigint): Promise<readonly PointedProposal[]> {
  return [
    ...(await orderProposals(deps, amountCents, "equal")),
    ...(await withdrawalProposals(deps, amountCents)),
    ...(await repaymentProposals(deps, amountCents)),
    ...(await payoutProposals(deps, amountCents)),
    ...(await potProposals(deps, amountCents)),
  ];
}

/** Where parts of a bank line could belong: its own accounts, any pot, a payment order of less than it, what a holder owes. */
export async function splitProposals(deps: Deps, amountCents: bigint): Promise<readonly Proposal[]> {
  const pots = amountCents < 0n ? [] : await potProposals(deps, amountCents);
  const repayments = amountCents < 0n ? [] : await repaymentProposals(deps, 1n);
  return [...(await orderProposals(deps, amountCents, "smaller")), ...repayments, ...pots, ...accountProposals];
}

export const accountProposals: readonly Proposal[] = RESOLUTION_ACCOUNTS.map((account) => ({
  resolution: `account:${account}`,
  amountCents: null,
  name: "",
}));

/** Pots that may take cash which waits at Stripe. */
export async function takingPots(deps: Deps, amountCents: bigint): Promise<readonly Proposal[]> {
  if (amountCents < LEAST_PAYMENT_CENTS) return [];
  const pots = await potsToTie(deps, amountCents);
  return pots.map(({ id, name }) => ({ resolution: `pot:${id}`, amountCents: null, name }));
}

async function potProposals(deps: Deps, amountCents: bigint): Promise<readonly PointedProposal[]> {
  const pots = await potsToTie(deps, amountCents);
  const signs = amountCents < 0n ? await signsOfReturn(deps, -amountCents) : await signsOfReceipt(deps);
  return pots.map((pot) => ({ resolution: `pot:${pot.id}`, amountCents: null, name: pot.name, ...signs(pot) }));
}

type Pot = Awaited<ReturnType<typeof potsToTie>>[number];
type Signs = (pot: Pot) => Omit<Candidate, "resolution">;

async function signsOfReceipt(deps: Deps): Promise<Signs> {
  const calls = await awaitedByCalls(deps);
  return ({ id, partner, fundingReference, missingCents }) => ({
    references: [fundingReference, ...(calls.get(id)?.references ?? [])],
    names: [partner],
    awaitedCents: [...(calls.get(id)?.cents ?? []), BigInt(missingCents)],
  });
}

async function signsOfReturn(deps: Deps, amountCents: bigint): Promise<Signs> {
  const receipts = await receiptsToReturn(deps, amountCents);
  return ({ id, partner, fundingReference }) => ({
    references: receipts.has(id) ? [fundingReference] : [],
    names: receipts.has(id) ? [partner] : [],
    awaitedCents: receipts.get(id) ? [amountCents] : [],
  });
}

async function withdrawalProposals(deps: Deps, amountCents: bigint): Promise<readonly PointedProposal[]> {
  const rows = await withdrawalsToTie(deps, amountCents);
  return rows.map(({ id, name, endToEndId, payee, amountCents: cents }) => ({
    resolution: `withdrawal:${id}`,
    amountCents: cents,
    name,
    references: [endToEndId],
    names: [payee],
    awaitedCents: [cents],
  }));
}

async function repaymentProposals(deps: Deps, leastCents: bigint): Promise<readonly PointedProposal[]> {
  const rows = await repaymentsToTie(deps, leastCents);
  return rows.map(({ id, name, amountCents }) => ({
    resolution: `repayment:${id}`,
    amountCents,
    name,
    references: [repaymentReference(id)],
    names: [name],
    awaitedCents: [amountCents],
  }));
}

async function payoutProposals(deps: Deps, amountCents: bigint): Promise<readonly PointedProposal[]> {
  const rows = await deps.db
    .select({ id: stripePayouts.id, amountCents: stripePayouts.amountCents })
    .from(stripePayouts)
    .where(
      and(
        eq(stripePayouts.fundId, deps.fundId),
        eq(stripePayouts.amountCents, amountCents),
        isNull(stripePayouts.bankLineId),
      ),
    )
    .limit(20);
  return rows.map(({ id, amountCents: cents }) => ({
    resolution: `payout:${id}`,
    amountCents: cents,
    name: id,
    references: [id],
    names: ["Stripe"],
    awaitedCents: [cents < 0n ? -cents : cents],
  }));
}

/** Payment orders of the line's amount, or of less, that a line of its direction may show. */
async function orderProposals(
  deps: Deps,
  amountCents: bigint,
  which: "equal" | "smaller",
): Promise<readonly PointedProposal[]> {
  const size = amountCents < 0n ? -amountCents : amountCents;
  const isWaiting =
    amountCents < 0n
      ? sql`(${disbursements.state} = 'sent' or (${disbursements.state} = 'returned' and ${disbursements.paidAt} is null and not ${isUnexecuted(disbursements.id)}))`
      : sql`${disbursements.state} in ('sent', 'paid')`;
  const orders = await deps.db
    .select({
      id: disbursements.id,
      amountCents: disbursements.amountCents,
      name: disbursements.purpose,
      endToEndId: disbursements.endToEndId,
      holder: organisations.name,
    })
    .from(disbursements)
    .innerJoin(grants, and(eq(grants.fundId, disbursements.fundId), eq(grants.id, disbursements.grantId)))
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .where(
      and(
        eq(disbursements.fundId, deps.fundId),
        eq(disbursements.rail, "sepa"),
        which === "equal" ? eq(disbursements.amountCents, size) : lt(disbursements.amountCents, size),
        isWaiting,
      ),
    )
    .limit(20);
  return orders.map(({ id, name, endToEndId, holder, amountCents: cents }) => ({
    resolution: `disbursement:${id}`,
    amountCents: cents,
    name,
    references: [endToEndId],
    names: [holder],
    awaitedCents: [cents],
  }));
}

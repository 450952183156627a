import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { createCreditorReference } from "../../src/banking/creditor-reference.ts";
import { matchingPots, potWithdrawals } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { cents } from "../../src/domain/money.ts";
import { authoriseWithdrawal, orderWithdrawal } from "../../src/pots/approve-withdrawal.ts";
import { requestWithdrawal } from "../../src/pots/request-withdrawal.ts";
import { aUser } from "./deps.ts";
import { aStaffMember, aVerifiedAccount, joinOrganisation } from "./grants.ts";
import { aMatchingPot, type TestRule } from "./matching.ts";

export type TestPot = Awaited<ReturnType<typeof aPot>>;

/** A funded pot with a transfer reference of its own, whose partner has an owner and a verified account. */
export async function aPot(deps: Deps, fundedCents: bigint, rule: TestRule = {}, promisedCounts = false) {
  const pot = await aMatchingPot(deps, fundedCents, rule, promisedCounts);
  const fundingReference = createCreditorReference(pot.potId.slice(-12));
  await inTransaction(deps.db, (tx) =>
    tx.update(matchingPots).set({ fundingReference }).where(eq(matchingPots.id, pot.potId)),
  );
  const owner = await aUser(deps.db, { memberships: [{ organisationId: pot.partnerId, role: "owner" }] });
  await joinOrganisation(deps, pot.partnerId, owner.userId, "owner");
  const bankAccountId = await aVerifiedAccount(deps, pot.partnerId, owner.userId);
  return { ...pot, fundingReference, owner, bankAccountId, agreementId: (await thePot(deps, pot.potId)).agreementId };
}

export async function thePot(deps: Deps, potId: string) {
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  return pot ?? expect.fail(`no pot ${potId}`);
}

export async function theWithdrawal(deps: Deps, id: string) {
  const [row] = await deps.db.select().from(potWithdrawals).where(eq(potWithdrawals.id, id));
  return row ?? expect.fail(`no withdrawal ${id}`);
}

export const promise = (deps: Deps, potId: string, promisedCents: bigint) =>
  inTransaction(deps.db, (tx) => tx.update(matchingPots).set({ promisedCents }).where(eq(matchingPots.id, potId)));

export const askBack = (deps: Deps, pot: Pick<TestPot, "potId" | "owner">, amountCents: bigint) =>
  requestWithdrawal(deps, pot.owner, {
    potId: pot.potId,
    amountCents: cents(amountCents),
    reason: "Fin de notre programme",
  });

/** A withdrawal approved by an authoriser and a paymaster made for it. */
export async function anOrderedWithdrawal(deps: Deps, pot: Pick<TestPot, "potId" | "owner">, amountCents: bigint) {
  const request = await askBack(deps, pot, amountCents);
  const authoriser = await aStaffMember(deps, "authoriser");
  const paymaster = await aStaffMember(deps, "paymaster");
  await authoriseWithdrawal(deps, authoriser, request);
  await orderWithdrawal(deps, paymaster, request);
  return { ...request, authoriser, paymaster };
}

import { and, eq, sql } from "drizzle-orm";
import { composeIBAN } from "ibantools";
import { v7 as uuidv7 } from "uuid";
import { expect } from "vitest";
import { maskIban } from "../../src/banking/iban.ts";
import { fundNow } from "../../src/db/clock.ts";
import {
  bankAccounts,
  disbursements,
  grants,
  instalments,
  organisationMembers,
  organisations,
  staffRoles,
  users,
} from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import { declareAid } from "../../src/de-minimis/declare-aid.ts";
import type { Deps } from "../../src/deps.ts";
import { authoriseDisbursement, orderDisbursement } from "../../src/disbursements/approve-disbursement.ts";
import { requestDisbursement } from "../../src/disbursements/request-disbursement.ts";
import { type MemberRole, type StaffRole, worker } from "../../src/domain/actor.ts";
import type { Rail } from "../../src/domain/disbursement.ts";
import { accounts, move } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { createGrant } from "../../src/grants/create-grant.ts";
import { readAgreement } from "../../src/grants/read-agreement.ts";
import { signGrantAgreement } from "../../src/grants/sign-grant-agreement.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { aCampaign, forceState } from "./campaigns.ts";
import type { TestDatabase } from "./database.ts";
import { aUser } from "./deps.ts";

/** Long enough for a role to count (X3), and for an account to be paid (D5). */
const DAYS_AGO = new Date(Date.now() - 3 * 86_400_000);

/** A member of the fund's staff whose roles stand in the database too: approvals look there (D4). */
export async function aStaffMember(deps: Deps, ...roles: readonly StaffRole[]) {
  const user = await aUser(deps.db, { staffRoles: roles });
  for (const role of roles) await giveRole(deps, user.userId, role);
  return user;
}

const FOUNDERS = ["00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"] as const;

/** A role that counts: two administrators gave it some days ago (X3), which no guard lets one write afterwards. */
export const giveRole = (deps: Pick<Deps, "db">, userId: string, role: StaffRole): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const at = { createdAt: DAYS_AGO, updatedAt: DAYS_AGO };
    const founders = FOUNDERS.map((id) => ({ id, email: `${id}@example.org`, ...at }));
    await tx.insert(users).values(founders).onConflictDoNothing();
    const [proposedBy, confirmedBy] = FOUNDERS;
    const given = { proposedBy, proposedAt: DAYS_AGO, confirmedBy, confirmedAt: DAYS_AGO };
    const grantedAt = new Date(DAYS_AGO.getTime() + 86_400_000);
    await tx.execute(sql`set local role none`);
    await tx.execute(sql`alter table staff_roles disable trigger granted_by_two`);
    await tx.insert(staffRoles).values({ userId, role, grantedAt, ...given });
    await tx.execute(sql`alter table staff_roles enable always trigger granted_by_two`);
  });

export const joinOrganisation = (deps: Deps, organisationId: string, userId: string, role: MemberRole = "member") =>
  inTransaction(deps.db, (tx) =>
    tx.insert(organisationMembers).values({ organisationId, userId, role, joinedAt: new Date() }).onConflictDoNothing(),
  );

export const loseRole = (deps: Deps, userId: string, role: StaffRole) =>
  inTransaction(deps.db, (tx) =>
    tx.delete(staffRoles).where(and(eq(staffRoles.userId, userId), eq(staffRoles.role, role))),
  );

let ibanCounter = 0;

/** The organisation's verified account; the one before is replaced. */
export async function aVerifiedAccount(deps: Deps, organisationId: string, createdBy: string): Promise<string> {
  ibanCounter += 1;
  const bban = `37040044${ibanCounter.toString().padStart(10, "0")}`;
  const iban = composeIBAN({ countryCode: "DE", bban }) ?? expect.fail("an IBAN");
  const id = uuidv7();
  const verifier = await aUser(deps.db);
  await inTransaction(deps.db, async (tx) => {
    await tx.update(bankAccounts).set({ state: "replaced" }).where(eq(bankAccounts.organisationId, organisationId));
    await tx.insert(bankAccounts).values({
      id,
      organisationId,
      holderName: "La Fabrique du Coin",
      ibanCiphertext: deps.cipher.encrypt(iban),
      ibanFingerprint: deps.cipher.fingerprint(iban),
      ibanMasked: maskIban(iban),
      state: "verified",
      createdBy,
      createdAt: DAYS_AGO,
      verifiedBy: verifier.userId,
      verifiedAt: DAYS_AGO,
    });
  });
  return id;
}

export type TestGrant = Awaited<ReturnType<typeof aGrant>>;

/** A campaign that gathered `amountCents` of gifts and its grant; the agreement is signed unless told otherwise. */
export async function aGrant(
  database: TestDatabase,
  deps: Deps,
  amountCents = 100_000n,
  more: { readonly isSigned?: boolean } = {},
) {
  const campaign = await aCampaign(deps);
  await joinOrganisation(deps, campaign.organisationId, campaign.owner.userId, "owner");
  const bankAccountId = await aVerifiedAccount(deps, campaign.organisationId, campaign.owner.userId);
  const occurredAt = await fundNow(deps.db);
  const { grantId } = await inTransaction(deps.db, async (tx) => {
    await postEntry(tx, deps.fundId, worker("test"), {
      key: `test:${campaign.id}:gifts`,
      kind: "test_gifts",
      occurredAt,
      source: "test",
      postings: move(accounts.stripe, accounts.gifts(campaign.id), amountCents),
    });
    return await createGrant(tx, deps, worker("test"), {
      campaignId: campaign.id,
      organisationId: campaign.organisationId,
      giftsCents: cents(amountCents),
      matchesCents: cents(0n),
      topUpCents: cents(0n),
      declaredFeeBps: 0,
      occurredAt,
    });
  });
  await forceState(database, campaign.id, "succeeded");
  const grant = { ...campaign, grantId, bankAccountId };
  if (more.isSigned !== false) await signBoth(deps, grant);
  return grant;
}

export async function signBoth(deps: Deps, grant: Pick<TestGrant, "grantId" | "owner">): Promise<void> {
  await declareAid(deps, grant.owner, { grantId: grant.grantId, hasEconomicActivity: false, aids: [] });
  const { hash: agreementHash } = await readAgreement(deps.db, deps, grant.grantId);
  await signGrantAgreement(deps, grant.owner, { grantId: grant.grantId, agreementHash, agreesToCommitment: true });
  const administrator = await aStaffMember(deps, "administrator");
  await signGrantAgreement(deps, administrator, { grantId: grant.grantId, agreementHash });
}

export const giveStripeAccount = (deps: Deps, organisationId: string, stripeAccountId: string) =>
  inTransaction(deps.db, (tx) =>
    tx
      .update(organisations)
      .set({ stripeAccountId, stripeConnectedAt: DAYS_AGO })
      .where(eq(organisations.id, organisationId)),
  );

/** The only instalment of a grant, where the fund of `testDeps` splits none. */
export async function firstInstalment(deps: Deps, grantId: string): Promise<string> {
  const [first] = await deps.db
    .select({ id: instalments.id })
    .from(instalments)
    .where(and(eq(instalments.fundId, deps.fundId), eq(instalments.grantId, grantId), eq(instalments.number, 1)));
  return first?.id ?? expect.fail("no instalment");
}

export const aRequest = async (
  deps: Deps,
  grant: Pick<TestGrant, "grantId" | "owner">,
  amountCents: bigint,
  rail: Rail = "sepa",
) =>
  requestDisbursement(deps, grant.owner, {
    grantId: grant.grantId,
    instalmentId: await firstInstalment(deps, grant.grantId),
    amountCents: cents(amountCents),
    rail,
    purpose: "Tranche 1 : découpeuse",
  });

/** A disbursement approved by an authoriser and a paymaster made for it. */
export async function anOrder(
  deps: Deps,
  grant: Pick<TestGrant, "grantId" | "owner">,
  amountCents: bigint,
  rail: Rail = "sepa",
) {
  const request = await aRequest(deps, grant, amountCents, rail);
  const authoriser = await aStaffMember(deps, "authoriser");
  const paymaster = await aStaffMember(deps, "paymaster");
  await authoriseDisbursement(deps, authoriser, request);
  await orderDisbursement(deps, paymaster, request);
  return { ...request, authoriser, paymaster };
}

export async function theDisbursement(deps: Deps, id: string) {
  const [row] = await deps.db.select().from(disbursements).where(eq(disbursements.id, id));
  return row ?? expect.fail(`no disbursement ${id}`);
}

export async function theGrant(deps: Deps, id: string) {
  const [row] = await deps.db.select().from(grants).where(eq(grants.id, id));
  return row ?? expect.fail(`no grant ${id}`);
}

export const booksHold = async (deps: Deps) => expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);

/** Outcomes of calls raced against each other: what came of those that succeeded, error types of the others. */
export async function race<T>(calls: readonly Promise<T>[]): Promise<{ done: T[]; refused: string[] }> {
  const settled = await Promise.allSettled(calls);
  return {
    done: settled.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])),
    refused: settled.flatMap((one) =>
      one.status === "rejected" ? [String((one.reason as { type?: string }).type ?? one.reason)] : [],
    ),
  };
}

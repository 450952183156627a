import pino from "pino";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "../../src/db/client.ts";
import { users } from "../../src/db/schema/identity.ts";
import { funds, instalmentTemplates } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor, Membership, StaffRole } from "../../src/domain/actor.ts";
import type { PaymentGateway } from "../../src/payments/gateway.ts";
import { createCipher } from "../../src/security/cipher.ts";

export const testCipher = createCipher("a secret only tests know, long enough");

/** Deps on a test database with a fund of its own. Pass `gateway` where Stripe's side is needed. */
export async function testDeps(db: Database, gateway?: PaymentGateway): Promise<Deps> {
  const deps = await emptyFund(db, gateway);
  await payGrantsAtOnce(db, deps.fundId);
  return deps;
}

/** The same as a new service finds it: nobody has an account yet, and grants are paid in the usual instalments. */
export async function emptyFund(db: Database, gateway?: PaymentGateway): Promise<Deps> {
  const fundId = uuidv7();
  await db.insert(funds).values({ id: fundId, name: "Fonds de test" });
  return {
    db,
    fundId,
    gateway: gateway ?? noGateway,
    cipher: testCipher,
    bankAccount: {
      name: "Fonds de test",
      iban: "FR7630006000011234567890189",
      address: { street: "rue des Lilas", buildingNumber: "4", postCode: "35000", town: "Rennes", country: "FR" },
    },
    imprint: {
      address: "4 rue des Lilas, 35000 Rennes",
      email: "bonjour@fonds.example",
      phone: "02 99 00 00 00",
      director: "Dominique Martin",
      hosting: "Hébergeur, 3 rue du Port, 35000 Rennes",
    },
    bankCutOffHour: 15,
    paymentFileLimits: { maxTransfers: 1_000, maxCents: 100_000_000n },
    baseUrl: "http://localhost",
    log: pino({ level: "silent" }),
  };
}

/** One instalment of the whole that asks for no evidence: most tests are about something else than the schedule. */
async function payGrantsAtOnce(db: Database, fundId: string): Promise<void> {
  const author = await aUser(db);
  const line = { share: "10000", label: "Versement", condition: "Convention signée", monthsAfter: 24 };
  await inTransaction(db, (tx) =>
    tx.insert(instalmentTemplates).values({
      fundId,
      version: 1,
      lines: [line],
      reason: "Essai",
      createdBy: author.userId,
      createdAt: new Date(),
    }),
  );
}

/** Fails loudly where a test reaches Stripe without saying so. */
const noGateway = new Proxy({} as PaymentGateway, {
  get(_, property) {
    throw new Error(`this test has no payment gateway, and ${String(property)} was called`);
  },
});

/** A person with an account, as the actor of a use case. */
export async function aUser(
  db: Database,
  more: { staffRoles?: readonly StaffRole[]; memberships?: readonly Membership[]; email?: string } = {},
): Promise<Extract<Actor, { kind: "user" }>> {
  const userId = uuidv7();
  const email = more.email ?? `${userId}@example.org`;
  const now = new Date();
  await db
    .insert(users)
    .values({ id: userId, email, emailVerified: true, name: "Camille", createdAt: now, updatedAt: now });
  return { kind: "user", userId, email, staffRoles: more.staffRoles ?? [], memberships: more.memberships ?? [] };
}

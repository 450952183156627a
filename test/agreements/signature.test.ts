import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { proposeVersion } from "../../src/agreements/propose-version.ts";
import { readLife } from "../../src/agreements/queries.ts";
import { signVersion } from "../../src/agreements/sign-version.ts";
import { isValidCreditorReference } from "../../src/banking/creditor-reference.ts";
import { funds } from "../../src/db/schema/fund.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import type { Deps } from "../../src/deps.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { createPot } from "../../src/partners/create-pot.ts";
import { createRule } from "../../src/partners/create-rule.ts";
import { newRuleBody } from "../../src/partners/forms.ts";
import { readAgreement } from "../../src/partners/queries.ts";
import {
  agree,
  aProposal,
  aSignedAgreement,
  bothSides,
  DAYS,
  moneyLine,
  type Sides,
  someTerms,
  textOf,
} from "../support/agreements.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { joinOrganisation, race } from "../support/grants.ts";
import { dayFromNow, rawRule } from "../support/partners.ts";

const database = testDatabase();
let deps: Deps;
let sides: Sides;

beforeEach(async () => {
  deps = await testDeps(database.db);
  sides = await bothSides(deps);
});

/** 30 000 €: above the fund's threshold of 23 000 €. */
const large = async () => {
  const schedule = [{ dueOn: await dayFromNow(deps, 30), amountCents: 3_000_000 }];
  return { lines: [await moneyLine(deps, { amountCents: 3_000_000, schedule }), DAYS] };
};

test("with the last signature the agreement is in force, each money line has its pot and each rule its version 1", async () => {
  const { agreementId, owner } = await aSignedAgreement(deps);

  const { state, signedVersion, signedAt, pots } = await readAgreement(deps, owner, agreementId);

  expect({ state, signedVersion }).toEqual({ state: "in_force", signedVersion: 1 });
  expect(signedAt).toBeInstanceOf(Date);
  expect(pots).toMatchObject([
    { name: "Enveloppe rurale", promisedCents: 500_000n, fundedCents: 0n, rules: [{ version: 1, priority: 100 }] },
  ]);
  expect(isValidCreditorReference(pots[0]?.fundingReference ?? "")).toBe(true);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("what is signed is one French text with each rule as its sentence; its hash stands under each signature", async () => {
  const agreementId = await aProposal(deps, sides);
  const text = await agree(deps, sides, agreementId);
  await signVersion(deps, sides.owner, { agreementId, textHash: text.hash });
  await signVersion(deps, sides.administrator, { agreementId, textHash: text.hash });

  const life = await readLife(deps, sides.owner, agreementId);
  const kept = await textOf(deps, sides.owner, agreementId);
  const plain = text.paragraphs.join("\n").replace(/[\u00a0\u202f]/g, " ");

  expect(plain).toContain("Pour 1 € donné, Fondation du Lien ajoute 1 €, jusqu’à 50 € par don");
  expect(plain).toContain("12 jours de compétences pour « Mécénat de compétences » (Former les médiateurs)");
  expect(plain).toContain("reçu fiscal de mécénat, sans contrepartie");
  expect(life.versions[0]?.signatures.map((one) => one.textHash)).toEqual([text.hash, text.hash]);
  expect(kept).toEqual(text);
});

test("above the fund's threshold a second, different administrator signs too; nothing is in force before", async () => {
  const agreementId = await aProposal(deps, sides, await large());
  const { hash: textHash, needsSecond } = await agree(deps, sides, agreementId);

  const first = await signVersion(deps, sides.administrator, { agreementId, textHash });
  const again = await signVersion(deps, sides.administrator, { agreementId, textHash });
  const partner = await signVersion(deps, sides.owner, { agreementId, textHash });
  const waiting = await readLife(deps, sides.owner, agreementId);
  const second = await signVersion(deps, sides.second, { agreementId, textHash });

  expect(needsSecond).toBe(true);
  expect([first, again, partner, second].map((one) => one.kind)).toEqual([
    "signed",
    "signed-already",
    "signed",
    "in-force",
  ]);
  expect(waiting.next).toEqual({ kind: "sign-second" });
  expect(waiting.agreement.pots).toEqual([]);
});

test("the threshold is the fund's own", async () => {
  await deps.db.update(funds).set({ secondSignatureAboveCents: 100_000n }).where(eq(funds.id, deps.fundId));
  const agreementId = await aProposal(deps, sides);

  expect((await agree(deps, sides, agreementId)).needsSecond).toBe(true);
});

test("two last signatures at once: one puts the agreement in force, once; its pots are opened once", async () => {
  const agreementId = await aProposal(deps, sides, await large());
  const { hash: textHash } = await agree(deps, sides, agreementId);
  const signers = [sides.owner, sides.administrator, sides.second, sides.owner];

  const { done, refused } = await race(signers.map((signer) => signVersion(deps, signer, { agreementId, textHash })));

  const { pots } = await readAgreement(deps, sides.owner, agreementId);
  expect(done.filter(({ kind }) => kind === "in-force")).toHaveLength(1);
  expect(done.length + refused.length).toBe(4);
  expect(refused.every((type) => type === "negotiation-closed")).toBe(true);
  expect(pots).toHaveLength(1);
  expect(pots[0]?.rules).toHaveLength(1);
});

test("signing a version while a new one arrives: either it was in force first, or the signature is refused", async () => {
  const agreementId = await aProposal(deps, sides);
  const { hash: textHash } = await agree(deps, sides, agreementId);
  await signVersion(deps, sides.owner, { agreementId, textHash });
  const terms = await someTerms(deps, { title: "Changé au dernier moment" });

  const [signed, proposed] = await Promise.allSettled([
    signVersion(deps, sides.administrator, { agreementId, textHash }),
    proposeVersion(deps, sides.owner, { agreementId, answers: 1, message: "", terms }),
  ]);

  const { agreement, versions } = await readLife(deps, sides.owner, agreementId);
  expect(proposed.status).toBe("fulfilled");
  expect(versions).toHaveLength(2);
  if (signed.status === "fulfilled") expect(agreement).toMatchObject({ state: "in_force", signedVersion: 1 });
  else
    expect({ agreement, reason: signed.reason }).toMatchObject({
      agreement: { state: "negotiating", pots: [] },
      reason: { status: 409 },
    });
});

test("a change of terms voids the signatures given: the new text must be signed by all", async () => {
  const agreementId = await aProposal(deps, sides);
  const { hash: textHash } = await agree(deps, sides, agreementId);
  await signVersion(deps, sides.owner, { agreementId, textHash });
  const terms = await someTerms(deps, { title: "Autre titre" });
  await proposeVersion(deps, sides.administrator, { agreementId, answers: 1, message: "", terms });

  await expect(signVersion(deps, sides.administrator, { agreementId, textHash })).rejects.toMatchObject({
    type: "not-accepted",
  });
  await agree(deps, sides, agreementId);
  await expect(signVersion(deps, sides.administrator, { agreementId, textHash })).rejects.toMatchObject({
    type: "agreement-changed",
  });

  expect((await readLife(deps, sides.owner, agreementId)).next).toEqual({ kind: "sign-both" });
});

test("a plain member does not sign, nor an administrator who belongs to the partner, nor anybody for both sides", async () => {
  const agreementId = await aProposal(deps, sides);
  const { hash: textHash } = await agree(deps, sides, agreementId);
  await joinOrganisation(deps, sides.partnerId, sides.second.userId);
  const insider = {
    ...sides.second,
    memberships: [{ organisationId: sides.partnerId, role: "member" as const }],
  };

  await expect(signVersion(deps, sides.member, { agreementId, textHash })).rejects.toMatchObject({ status: 403 });
  await expect(signVersion(deps, insider, { agreementId, textHash })).rejects.toMatchObject({ status: 403 });
  await expect(signVersion(deps, sides.second, { agreementId, textHash })).rejects.toMatchObject({
    type: "not-independent",
  });
});

test("what both signed is not changed by one: pots and rules of it come by amendment alone", async () => {
  const { agreementId, administrator, owner } = await aSignedAgreement(deps);
  const potId = (await readAgreement(deps, owner, agreementId)).pots[0]?.id ?? "";
  const rule = newRuleBody.parse({ ...(await rawRule(deps)), potId });

  await expect(
    createPot(deps, administrator, { agreementId, name: "Autre", promisedCents: 100n }),
  ).rejects.toMatchObject({ type: "amendment-needed" });
  await expect(createRule(deps, administrator, rule)).rejects.toMatchObject({ type: "amendment-needed" });
});

test("X2: signatures, pots and rules of a signing leave who did it", async () => {
  const { agreementId, owner, administrator } = await aSignedAgreement(deps);

  const rows = await deps.db
    .select()
    .from(auditLog)
    .where(eq(auditLog.actor, `user:${administrator.userId}`))
    .orderBy(auditLog.id);

  expect(rows.map((row) => row.action)).toEqual([
    "agreement.accept",
    "agreement.sign",
    "pot.create",
    "call.schedule",
    "rule.create",
  ]);
  expect(
    (await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, agreementId)).orderBy(auditLog.id)).map(
      (row) => row.actor,
    ),
  ).toContain(`user:${owner.userId}`);
});

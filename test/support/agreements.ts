import { v7 as uuidv7 } from "uuid";
import { expect } from "vitest";
import { acceptVersion } from "../../src/agreements/accept-version.ts";
import { termsBody } from "../../src/agreements/forms.ts";
import { openNegotiation } from "../../src/agreements/open-negotiation.ts";
import { proposeVersion } from "../../src/agreements/propose-version.ts";
import { readLife, readText } from "../../src/agreements/queries.ts";
import { signVersion } from "../../src/agreements/sign-version.ts";
import { organisations } from "../../src/db/schema/organisations.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { aSiret } from "./campaigns.ts";
import { aUser } from "./deps.ts";
import { aStaffMember, joinOrganisation } from "./grants.ts";
import { dayFromNow, rawRule } from "./partners.ts";

/** A partner with an owner and a member, and two administrators; all of them stand in the tables too. */
export async function bothSides(deps: Deps) {
  const partnerId = uuidv7();
  await inTransaction(deps.db, (tx) =>
    tx.insert(organisations).values({
      id: partnerId,
      name: "Fondation du Lien",
      legalForm: "foundation",
      siret: aSiret(),
      address: "2 quai des Lumières",
      postcode: "63000",
      town: "Clermont-Ferrand",
      createdAt: new Date(),
    }),
  );
  const owner = await aUser(deps.db, { memberships: [{ organisationId: partnerId, role: "owner" }] });
  const member = await aUser(deps.db, { memberships: [{ organisationId: partnerId, role: "member" }] });
  await joinOrganisation(deps, partnerId, owner.userId, "owner");
  await joinOrganisation(deps, partnerId, member.userId);
  const administrator = await aStaffMember(deps, "administrator");
  const second = await aStaffMember(deps, "administrator");
  return { partnerId, owner, member, administrator, second };
}

export const RULE_KEY = "regle";
export const MONEY_KEY = "argent";
export const GOODS_KEY = "tablettes";
export const DAYS_KEY = "jours";

/** Terms as the API takes them: 5 000 € with one rule, twenty tablets and twelve days, for a year from today. */
export async function rawTerms(deps: Deps, more: Readonly<Record<string, unknown>> = {}) {
  return {
    title: "Soutien aux lieux ruraux",
    startsOn: await dayFromNow(deps, 0),
    endsOn: await dayFromNow(deps, 365),
    lines: [await moneyLine(deps), GOODS, DAYS],
    ...more,
  };
}

export async function moneyLine(deps: Deps, more: Readonly<Record<string, unknown>> = {}) {
  return {
    kind: "money",
    key: MONEY_KEY,
    label: "Abondement des dons",
    nature: "corporate_giving",
    amountCents: 500_000,
    schedule: [
      { dueOn: await dayFromNow(deps, 30), amountCents: 300_000 },
      { dueOn: await dayFromNow(deps, 180), amountCents: 200_000 },
    ],
    potName: "Enveloppe rurale",
    rules: [{ key: RULE_KEY, rule: await rawRule(deps, { capPerGiftCents: 5_000 }) }],
    ...more,
  };
}

export const GOODS = {
  kind: "goods",
  key: GOODS_KEY,
  label: "Tablettes reconditionnées",
  nature: "corporate_giving",
  quantity: 20,
  unit: "tablettes",
  unitValueCents: 9_000,
};

export const DAYS = {
  kind: "skill_days",
  key: DAYS_KEY,
  label: "Mécénat de compétences",
  nature: "corporate_giving",
  days: 12,
  dayValueCents: 0,
  purpose: "Former les médiateurs",
};

export const someTerms = async (deps: Deps, more: Readonly<Record<string, unknown>> = {}) =>
  termsBody.parse(await rawTerms(deps, more));

export type Sides = Awaited<ReturnType<typeof bothSides>>;

/** A proposal of the partner's member: version 1. */
export const aProposal = async (deps: Deps, sides: Sides, more: Readonly<Record<string, unknown>> = {}) =>
  openNegotiation(deps, sides.member, {
    partnerId: sides.partnerId,
    message: "Notre proposition.",
    terms: await someTerms(deps, more),
  });

export async function textOf(deps: Deps, actor: Actor, agreementId: string) {
  const text = await readText(deps, await readLife(deps, actor, agreementId));
  return text ?? expect.fail("no text to sign");
}

/** Accepts the version under negotiation for the side that did not propose it. */
export async function agree(deps: Deps, { member, administrator }: Sides, agreementId: string) {
  const { open } = await readLife(deps, administrator, agreementId);
  if (open === undefined) return expect.fail("nothing is negotiated");
  await acceptVersion(deps, open.side === "partner" ? administrator : member, { agreementId, version: open.version });
  return textOf(deps, administrator, agreementId);
}

/** Takes what is under negotiation into force: accepted and signed by all who must. */
export async function signAll(deps: Deps, sides: Sides, agreementId: string): Promise<void> {
  const { hash, needsSecond } = await agree(deps, sides, agreementId);
  await signVersion(deps, sides.owner, { agreementId, textHash: hash });
  await signVersion(deps, sides.administrator, { agreementId, textHash: hash });
  if (needsSecond) await signVersion(deps, sides.second, { agreementId, textHash: hash });
}

/** An agreement in force as both sides signed it. */
export async function aSignedAgreement(deps: Deps, more: Readonly<Record<string, unknown>> = {}) {
  const sides = await bothSides(deps);
  const agreementId = await aProposal(deps, sides, more);
  await signAll(deps, sides, agreementId);
  return { ...sides, agreementId };
}

/** Proposes other terms by the administrator and takes them into force. */
export async function amend(
  deps: Deps,
  agreement: Awaited<ReturnType<typeof aSignedAgreement>>,
  more: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { agreementId, administrator } = agreement;
  const { versions } = await readLife(deps, administrator, agreementId);
  const version = await proposeVersion(deps, administrator, {
    agreementId,
    answers: versions.at(-1)?.version ?? 0,
    message: "",
    terms: await someTerms(deps, more),
  });
  await signAll(deps, agreement, agreementId);
  return version;
}

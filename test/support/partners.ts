import { v7 as uuidv7 } from "uuid";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { fundNow } from "../../src/db/clock.ts";
import { organisationMembers, organisations } from "../../src/db/schema/organisations.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { createAgreement } from "../../src/partners/create-agreement.ts";
import { createPot } from "../../src/partners/create-pot.ts";
import { createRule } from "../../src/partners/create-rule.ts";
import { agreementBody, newRuleBody } from "../../src/partners/forms.ts";
import { recordPotFunding } from "../../src/partners/record-pot-funding.ts";
import { aSiret } from "./campaigns.ts";
import { aUser } from "./deps.ts";

const DAY_MS = 86_400_000;

/** A day in Paris, some days from the fund's today. */
export const dayFromNow = async (deps: Deps, days: number): Promise<string> =>
  dayOf(new Date((await fundNow(deps.db)).getTime() + days * DAY_MS));

/** A partner organisation with a member, and the staff who set it up. */
export async function aPartner(deps: Deps) {
  const [partnerId, siret] = [uuidv7(), aSiret()];
  await inTransaction(deps.db, (tx) =>
    tx.insert(organisations).values({
      id: partnerId,
      name: "Fondation du Lien",
      legalForm: "foundation",
      siret,
      address: "2 quai des Lumières",
      postcode: "63000",
      town: "Clermont-Ferrand",
      createdAt: new Date(),
    }),
  );
  const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
  const paymaster = await aUser(deps.db, { staffRoles: ["paymaster"] });
  const member = await aUser(deps.db, { memberships: [{ organisationId: partnerId, role: "member" }] });
  await inTransaction(deps.db, (tx) =>
    tx
      .insert(organisationMembers)
      .values({ organisationId: partnerId, userId: member.userId, role: "member", joinedAt: new Date() }),
  );
  return { partnerId, siret, administrator, paymaster, member };
}

/** A partner's agreement for a year around now, with a pot that is promised 1 000 € and funded as told. */
export async function anAgreement(deps: Deps, fundedCents = 0) {
  const partner = await aPartner(deps);
  const agreementId = await createAgreement(
    deps,
    partner.administrator,
    agreementBody.parse({
      partnerId: partner.partnerId,
      reference: `CONV-${uuidv7().slice(-8)}`,
      signedOn: await dayFromNow(deps, -30),
      endsOn: await dayFromNow(deps, 300),
    }),
  );
  const pot = await createPot(deps, partner.administrator, {
    agreementId,
    name: "Enveloppe rurale",
    promisedCents: 100_000n,
  });
  if (fundedCents > 0)
    await recordPotFunding(deps, partner.paymaster, {
      potId: pot.id,
      amountCents: BigInt(fundedCents),
      bankReference: `VIR-${pot.id}`,
      receivedOn: await dayFromNow(deps, 0),
    });
  const addRule = async (more: Readonly<Record<string, unknown>> = {}) =>
    createRule(deps, partner.administrator, newRuleBody.parse({ ...(await rawRule(deps, more)), potId: pot.id }));
  return { ...partner, agreementId, potId: pot.id, fundingReference: pot.fundingReference, addRule };
}

/** A rule as the API takes it: one for one, from today for thirty days. */
export const rawRule = async (deps: Deps, more: Readonly<Record<string, unknown>> = {}) => ({
  ratioNumerator: 1,
  ratioDenominator: 1,
  startsOn: await dayFromNow(deps, 0),
  endsOn: await dayFromNow(deps, 30),
  ...more,
});

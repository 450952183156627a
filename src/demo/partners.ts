import { and, eq } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { cooperationAgreements, matchingPots } from "../db/schema/matching.ts";
import type { Deps } from "../deps.ts";
import { createAgreement } from "../partners/create-agreement.ts";
import { createPot } from "../partners/create-pot.ts";
import { createRule } from "../partners/create-rule.ts";
import { agreementBody, newRuleBody, potBody } from "../partners/forms.ts";
import { actAs } from "./people.ts";

const DAY_MS = 86_400_000;

export type PartnerTerms = {
  readonly partnerId: string;
  readonly reference: string;
  readonly potName: string;
  readonly promisedCents: number;
  /** The rule but for its pot and its dates. */
  readonly rule: object;
};

export type Pot = { readonly id: string; readonly fundingReference: string };

/** The administrator records an agreement, opens its pot and writes its rule. What is known already stays as it is. */
export async function agreeWithPartner(deps: Deps, terms: PartnerTerms): Promise<Pot> {
  const known = await findPot(deps, terms.reference);
  if (known !== undefined) return known;
  const administrator = await actAs(deps.db, "administrator");
  const { signedOn, endsOn } = await aboutAYear(deps);
  const { partnerId, reference, potName, promisedCents, rule } = terms;
  const agreementId = await createAgreement(
    deps,
    administrator,
    agreementBody.parse({ partnerId, reference, signedOn, endsOn }),
  );
  const pot = await createPot(deps, administrator, potBody.parse({ agreementId, name: potName, promisedCents }));
  const ruleInput = newRuleBody.parse({ ...rule, potId: pot.id, startsOn: signedOn, endsOn });
  await createRule(deps, administrator, ruleInput);
  return pot;
}

/** One euro a euro, fifty at most a gift, in these départements. */
export const foundationTerms = (partnerId: string, promisedCents: number, departements: readonly string[]) => ({
  partnerId,
  reference: "CONV-2026-001",
  potName: "Un clic pour tous",
  promisedCents,
  rule: {
    ratioNumerator: 1,
    ratioDenominator: 1,
    capPerGiftCents: 5_000,
    filter: { departements },
    priority: 10,
  },
});

/** One euro for two, from twenty euros on, forty at most a donor, everywhere. */
export const companyTerms = (partnerId: string, promisedCents: number) => ({
  partnerId,
  reference: "CONV-2026-002",
  potName: "Coup de pouce des Trois Vallées",
  promisedCents,
  rule: {
    ratioNumerator: 1,
    ratioDenominator: 2,
    capPerDonorCents: 4_000,
    minimumGiftCents: 2_000,
    priority: 20,
  },
});

async function aboutAYear(deps: Deps) {
  const now = (await fundNow(deps.db)).getTime();
  return { signedOn: dayOf(new Date(now - 90 * DAY_MS)), endsOn: dayOf(new Date(now + 275 * DAY_MS)) };
}

async function findPot({ db, fundId }: Deps, reference: string): Promise<Pot | undefined> {
  const [pot] = await db
    .select({ id: matchingPots.id, fundingReference: matchingPots.fundingReference })
    .from(matchingPots)
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, matchingPots.agreementId)),
    )
    .where(and(eq(matchingPots.fundId, fundId), eq(cooperationAgreements.reference, reference)));
  return pot;
}

import { v7 as uuidv7 } from "uuid";
import { fundNow } from "../../src/db/clock.ts";
import { cooperationAgreements, matchingPots, matchingRules, organisations } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { fundPot } from "../../src/matching/fund-pot.ts";
import { aSiret } from "./campaigns.ts";

export type TestRule = Partial<typeof matchingRules.$inferInsert>;

/** A partner's funded pot with one rule, one for one unless told otherwise, in force for a year around now. */
export async function aMatchingPot(deps: Deps, fundedCents: bigint, rule: TestRule = {}, promisedCounts = false) {
  const [partnerId, agreementId, potId] = [uuidv7(), uuidv7(), uuidv7()];
  const ruleId = rule.id ?? uuidv7();
  const { fundId } = deps;
  const now = await fundNow(deps.db);
  const days = (n: number) => new Date(now.getTime() + n * 86_400_000);
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(organisations).values({
      id: partnerId,
      name: "Fondation des Lucioles",
      legalForm: "foundation",
      siret: aSiret(),
      address: "2 quai des Lumières",
      postcode: "63000",
      town: "Clermont-Ferrand",
      createdAt: now,
    });
    await tx.insert(cooperationAgreements).values({
      fundId,
      id: agreementId,
      partnerId,
      reference: `CONV-${agreementId}`,
      signedAt: days(-180),
      endsAt: days(180),
      promisedCounts,
    });
    await tx.insert(matchingPots).values({
      fundId,
      id: potId,
      agreementId,
      name: "Enveloppe",
      fundingReference: `RF${potId}`,
      promisedCents: fundedCents,
    });
    await tx.insert(matchingRules).values({
      fundId,
      id: ruleId,
      version: 1,
      potId,
      priority: 1,
      ratioNumerator: 1,
      ratioDenominator: 1,
      filter: {},
      startsAt: days(-180),
      endsAt: days(180),
      validFrom: days(-180),
      ...rule,
    });
    if (fundedCents > 0n) {
      await fundPot(tx, deps, worker("test"), {
        potId,
        amountCents: cents(fundedCents),
        source: "bank",
        reference: potId,
      });
    }
  });
  return { partnerId, potId, ruleId };
}

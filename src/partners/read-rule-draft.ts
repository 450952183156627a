import { and, eq } from "drizzle-orm";
import { cooperationAgreements, matchingPots, organisations } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { describeRule } from "../matching/describe-rule.ts";
import type { RuleInput } from "./forms.ts";
import { agreementOfPot, checkTerms, locateTerms, readPotTerms, termsOf } from "./rule-columns.ts";

type Draft = {
  readonly potId: string;
  /** The rule that it would follow; undefined for a new one. */
  readonly ruleId?: string | undefined;
  readonly rule: RuleInput;
};

/** The sentence of a rule that is not written yet, once everything is checked that writing it would check. */
export async function readRuleDraft(deps: Deps, actor: Actor, { potId, ruleId, rule }: Draft): Promise<Text> {
  if (!permits(actor, "partner.edit")) throw forbidden();
  const { fundId } = deps;
  return inTransaction(deps.db, async (tx) => {
    const [partner] = await tx
      .select({ name: organisations.name })
      .from(matchingPots)
      .innerJoin(
        cooperationAgreements,
        and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, matchingPots.agreementId)),
      )
      .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
      .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)));
    if (partner === undefined) throw notFound();
    const terms = termsOf(rule);
    checkTerms(terms, await agreementOfPot(tx, fundId, potId), await readPotTerms(tx, fundId, potId, ruleId));
    return describeRule(partner.name, await locateTerms(tx, terms));
  });
}

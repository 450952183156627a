import { and, desc, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { matchingRules } from "../db/schema/matching.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { changeRuleBook } from "../matching/rule-book.ts";
import { ruleColumns } from "../matching/rule-rows.ts";
import type { RuleChangeInput } from "./forms.ts";
import { ruleChangedMeanwhile } from "./messages.ts";
import { agreementOfPot, auditedTerms, checkTerms, locateTerms, readPotTerms, termsOf } from "./rule-columns.ts";

/**
 * Follows a rule by its next version, for pledges recorded from now on (M8): what was matched keeps its version. An
 * end that has passed stops the rule at once. Answers the number of the new version.
 */
export async function changeRule(
  deps: Deps,
  actor: Actor,
  { ruleId, ...input }: RuleChangeInput & { readonly ruleId: string },
): Promise<number> {
  if (!permits(actor, "partner.edit")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    await changeRuleBook(tx, deps.fundId);
    const [latest] = await tx
      .select({ version: matchingRules.version, potId: matchingRules.potId })
      .from(matchingRules)
      .where(and(eq(matchingRules.fundId, deps.fundId), eq(matchingRules.id, ruleId)))
      .orderBy(desc(matchingRules.version))
      .limit(1);
    if (latest === undefined) throw notFound();
    if (latest.version !== input.version) throw ruleChangedMeanwhile();
    const terms = termsOf(input);
    const agreement = await agreementOfPot(tx, deps.fundId, latest.potId);
    checkTerms(terms, agreement, await readPotTerms(tx, deps.fundId, latest.potId, ruleId));
    const version = latest.version + 1;
    await tx.insert(matchingRules).values({
      fundId: deps.fundId,
      id: ruleId,
      version,
      potId: latest.potId,
      validFrom: await fundNow(tx),
      ...ruleColumns(await locateTerms(tx, terms)),
    });
    await recordAudit(tx, actor, {
      action: "rule.change",
      subject: ["rule", ruleId],
      change: { version, ...auditedTerms(terms) },
    });
    return version;
  });
}

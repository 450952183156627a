import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { matchingRules } from "../db/schema/matching.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput } from "../errors.ts";
import { changeRuleBook } from "../matching/rule-book.ts";
import { ruleColumns } from "../matching/rule-rows.ts";
import type { NewRuleInput } from "./forms.ts";
import { ruleAlreadyOver } from "./messages.ts";
import { agreementOfPot, auditedTerms, checkTerms, locateTerms, readPotTerms, termsOf } from "./rule-columns.ts";

/** Writes a rule's first version (M8): it answers pledges recorded from this instant on, within its dates (M7). */
export async function createRule(deps: Deps, actor: Actor, input: NewRuleInput): Promise<string> {
  if (!permits(actor, "partner.edit")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    await changeRuleBook(tx, deps.fundId);
    const validFrom = await fundNow(tx);
    const terms = termsOf(input);
    const { potId } = input;
    const agreement = await agreementOfPot(tx, deps.fundId, potId);
    checkTerms(terms, agreement, await readPotTerms(tx, deps.fundId, potId));
    if (terms.endsAt <= validFrom) throw invalidInput([ruleAlreadyOver]);
    const id = uuidv7();
    await tx
      .insert(matchingRules)
      .values({ fundId: deps.fundId, id, version: 1, potId, validFrom, ...ruleColumns(await locateTerms(tx, terms)) });
    await recordAudit(tx, actor, { action: "rule.create", subject: ["rule", id], change: auditedTerms(terms) });
    return id;
  });
}

import type { Text } from "../i18n/text.ts";
import { describeRule } from "../matching/describe-rule.ts";
import type { RuleInput } from "../partners/forms.ts";
import { termsOf } from "../partners/rule-columns.ts";

/** A rule of the terms as it is read, compared and signed: its sentence, made from its data alone. */
export const ruleWords = (partnerName: string, rule: RuleInput): Text => describeRule(partnerName, termsOf(rule));

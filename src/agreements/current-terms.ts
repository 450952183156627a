import { dayOf, lastDayBefore } from "../campaigns/paris-days.ts";
import type { AgreementDetail } from "../partners/queries.ts";
import { readRuleForm, ruleToForm } from "../partners/read-rule-form.ts";
import type { LineInput, TermsInput } from "./forms.ts";
import type { AgreementLife } from "./queries.ts";

const LEAST_CENTS = 100n;

/** The terms the next version starts from: under negotiation, else in force, else as an agreement on paper was set up. */
export function currentTerms({ agreement, versions }: AgreementLife, now: Date): TermsInput | undefined {
  const latest = versions.at(-1);
  if (latest?.negotiation === "open") return latest.terms;
  const isPaper = agreement.signedVersion === null && agreement.state === "in_force";
  if (isPaper) return fromPaper(agreement, now);
  return (versions.find((one) => one.version === agreement.signedVersion) ?? latest)?.terms;
}

/** Keys are the ids of pots and rules, so that signing an amendment changes these and opens no others. */
function fromPaper(agreement: AgreementDetail, now: Date): TermsInput | undefined {
  const { signedAt, endsAt } = agreement;
  if (signedAt === null || endsAt === null) return undefined;
  const endsOn = lastDayBefore(endsAt);
  const lines = agreement.pots
    .filter((pot) => pot.promisedCents >= LEAST_CENTS)
    .map(
      (pot): LineInput => ({
        kind: "money",
        key: pot.id,
        label: pot.name,
        nature: "corporate_giving",
        amountCents: pot.promisedCents,
        schedule: [{ dueOn: endsOn, amountCents: pot.promisedCents }],
        potName: pot.name,
        rules: pot.rules
          .filter((rule) => rule.endsAt > now)
          .map((rule) => ({ key: rule.id, rule: readRuleForm(ruleToForm(rule)) })),
      }),
    );
  return {
    title: agreement.title ?? agreement.reference,
    startsOn: dayOf(signedAt),
    endsOn,
    promisedCounts: agreement.promisedCounts,
    lines,
  };
}

import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { AppError } from "../errors.ts";
import { centsTyped, wholeTyped } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import type { RuleInput } from "../partners/forms.ts";
import { crowdBody, playedRuleBody } from "./forms.ts";
import { type SimulationReport, simulateMatching } from "./simulate-matching.ts";

/** Fields beside a rule's own that say on which invented gifts it is tried. */
export const TRIAL_PREFIX = "essai.";

const STARTING = { gifts: "300", meanCents: "40", potCents: "5 000" } as const;

export const trialValue = (form: Form, name: keyof typeof STARTING): string =>
  field(form, TRIAL_PREFIX + name).trim() || STARTING[name];

/** The same crowd each time, so that only what was changed of the rule changes the result. */
const SEED = 2_026;

const nameOf = (name: string) => TRIAL_PREFIX + name;
const trialPot = playedRuleBody.options[1].pick({ potCents: true });

/** What a rule that is being written would do with invented gifts (M13). @throws AppError 422 for what was typed */
export async function tryRule(deps: Deps, actor: Actor, rule: RuleInput, form: Form): Promise<SimulationReport> {
  const typed = { potCents: centsTyped(trialValue(form, "potCents")) };
  const { potCents } = readBody(trialPot, typed, { nameOf });
  const gifts = readBody(
    crowdBody,
    {
      source: "crowd",
      kind: "many_small",
      seed: SEED,
      gifts: wholeTyped(trialValue(form, "gifts")),
      meanCents: centsTyped(trialValue(form, "meanCents")),
      days: 60,
    },
    { nameOf },
  );
  return await simulateMatching(deps, actor, { rules: [{ kind: "draft", terms: rule, potCents }], gifts });
}

/** Errors of the simulation, which names fields as the API does, with the names of the form it is tried in. */
export function inRuleFields(error: AppError, prefix: string): AppError {
  const fields = error.fields.map((one) => ({ ...one, field: one.field.replace(/^rules\.0\.terms\./, prefix) }));
  return new AppError(error.type, error.status, error.text, { fields });
}

import type { SafetyState } from "../domain/safety.ts";
import type { Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { RULE_NAMES } from "../safety/messages.ts";
import { findForLetter } from "../safety/queries.ts";
import { formatEuros, formatInstant } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

const SAID: Readonly<Record<SafetyState, Text>> = {
  proposed: {
    fr: "Un administrateur propose d’assouplir cette règle. Un deuxième administrateur doit encore confirmer.",
    en: "An administrator proposes to loosen this rule. A second administrator has yet to confirm.",
  },
  confirmed: {
    fr: "Deux administrateurs ont confirmé cet assouplissement. N’importe quel administrateur peut encore l’annuler.",
    en: "Two administrators confirmed this loosening. Any administrator can still cancel it.",
  },
  "in-effect": { fr: "Cette règle a changé.", en: "This rule has changed." },
  cancelled: {
    fr: "Ce changement est annulé : la règle reste ce qu’elle était.",
    en: "This change is cancelled: the rule stays as it was.",
  },
};

const safetyRuleChanged: Template = async (deps, subjectId) => {
  const [changeId = "", userId = ""] = subjectId.split("/");
  const change = await findForLetter(deps.db, deps.fundId, changeId);
  const person = await findPerson(deps.db, userId);
  if (change === undefined || person === undefined) return undefined;
  const name = RULE_NAMES[change.rule];
  const { fromCents, toCents, reason, takesEffectAt: at, state } = change;
  const effect =
    at === null || state === "cancelled"
      ? { fr: "", en: "" }
      : {
          fr: ` Effet : ${formatInstant(at, "fr")}.`,
          en: ` Effect: ${formatInstant(at, "en")}.`,
        };
  const figures: Text = {
    fr: `${name.fr} : de ${formatEuros(fromCents, "fr")} à ${formatEuros(toCents, "fr")}.${effect.fr} Raison : ${reason}`,
    en: `${name.en}: from ${formatEuros(fromCents, "en")} to ${formatEuros(toCents, "en")}.${effect.en} Reason: ${reason}`,
  };
  const warning: Text = {
    fr: "Si ce changement vous surprend, parlez-en aussitôt à un administrateur :",
    en: "If this change surprises you, tell an administrator at once:",
  };
  const text = {
    subject: { fr: "Une règle de sécurité du fonds", en: "A safety rule of the fund" },
    paragraphs: [SAID[state], figures, warning],
  };
  return letterOf(person.email, person.language, text, `${deps.baseUrl}/regles-de-securite`, deps.bankAccount.name);
};

export const safetyLetters: Readonly<Record<string, Template>> = { "safety-rule-changed": safetyRuleChanged };

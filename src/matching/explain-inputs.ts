import type { Text } from "../i18n/text.ts";
import { formatCount, formatEuros, formatInstant } from "../ui/format.ts";
import { join } from "./sentence-parts.ts";
import type { StoredTrace } from "./stored-trace.ts";
import { departementName, epciName } from "./territory-names.ts";

type Place = StoredTrace["gift"]["places"][number];

/** What the rule was told of a gift and its campaign (M7, M12), in words. */
export function explainInputs({ gift, usage }: StoredTrace): readonly Text[] {
  const at = new Date(gift.recordedAt);
  const when: Text = {
    fr: `Le don a été enregistré le ${formatInstant(at, "fr")}.`,
    en: `The gift was recorded on ${formatInstant(at, "en")}.`,
  };
  const { uniqueDonors, raisedCents } = usage.progress;
  const goal = { fr: formatEuros(BigInt(gift.goalCents), "fr"), en: formatEuros(BigInt(gift.goalCents), "en") };
  const progress: Text = {
    fr: `Avec ce don, la collecte comptait ${donors(uniqueDonors, "fr")} et ${formatEuros(BigInt(raisedCents), "fr")} de dons pour un objectif de ${goal.fr}.`,
    en: `With this gift the campaign had ${donors(uniqueDonors, "en")} and ${formatEuros(BigInt(raisedCents), "en")} of gifts for a goal of ${goal.en}.`,
  };
  return [when, places(gift.places), ...(uniqueDonors > 0 ? [progress] : [])];
}

export const donors = (count: number, language: keyof Text): string =>
  language === "fr"
    ? `${formatCount(count, "fr")} ${count > 1 ? "donateurs différents" : "donateur"}`
    : `${formatCount(count, "en")} ${count > 1 ? "different donors" : "donor"}`;

function places(all: readonly Place[]): Text {
  if (all.length === 0) return { fr: "Le projet n’a pas de lieu.", en: "The project has no place." };
  const one = join(all.map(place), "and");
  return { fr: `Lieu du projet : ${one.fr}.`, en: `Place of the project: ${one.en}.` };
}

function place({ departement, epci, rural, qpv, frr }: Place): Text {
  const known = (name: string): Text => ({ fr: name, en: name });
  const parts: readonly Text[] = [
    departement === undefined
      ? { fr: "département inconnu", en: "département unknown" }
      : known(departementName(departement)),
    ...(epci === undefined ? [] : [known(epciName(epci))]),
    ...(rural ? [{ fr: "commune rurale", en: "rural commune" }] : []),
    ...(qpv ? [{ fr: "quartier prioritaire (QPV)", en: "priority neighbourhood (QPV)" }] : []),
    ...(frr ? [{ fr: "zone FRR", en: "FRR zone" }] : []),
  ];
  return { fr: parts.map((part) => part.fr).join(" – "), en: parts.map((part) => part.en).join(" – ") };
}

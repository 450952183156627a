import { promisedMoney } from "../domain/agreement-terms.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import type { LineInput, TermsInput } from "./forms.ts";
import { lineWords, natureWords, scheduleWords } from "./line-words.ts";
import { ruleWords } from "./rule-words.ts";
import { sha256 } from "./terms-json.ts";

export type TextFacts = {
  readonly reference: string;
  readonly version: number;
  /** An amendment of an agreement in force replaces its terms whole. */
  readonly isAmendment: boolean;
  readonly fundName: string;
  readonly partner: {
    readonly name: string;
    readonly siret: string | null;
    readonly rna: string | null;
    readonly address: string;
    readonly postcode: string;
    readonly town: string;
  };
  readonly terms: TermsInput;
};

/** The text both sides sign, in French, from the terms alone: the same for the same facts. One paragraph an entry. */
export function agreementText(facts: TextFacts): readonly string[] {
  const { partner, terms } = facts;
  const identifier = partner.siret === null ? `RNA ${partner.rna ?? ""}` : `SIRET ${partner.siret}`;
  const money = promisedMoney(terms);
  const kind = facts.isAmendment
    ? "Avenant à l’accord de coopération. Il en remplace les termes"
    : "Accord de coopération";
  return [
    `${kind} n° ${facts.reference}, version ${facts.version} : ${terms.title}.`,
    `Entre ${facts.fundName} (le fonds) et ${partner.name}, ${identifier}, ${partner.address}, ${partner.postcode} ${partner.town} (le partenaire).`,
    `Article 1. Durée. L’accord vaut du ${formatDate(terms.startsOn, "fr")} au ${formatDate(terms.endsOn, "fr")}, ces deux jours compris.`,
    `Article 2. Argent. Le partenaire promet ${money === 0n ? "des biens ou des compétences, sans argent" : `${formatEuros(money, "fr")} en tout`}. Seul l’argent reçu abonde des dons. ${
      terms.promisedCounts
        ? "L’argent promis compte dans l’objectif des collectes avant d’être reçu, sous cette réserve."
        : "L’argent promis ne compte dans l’objectif des collectes qu’une fois reçu."
    }`,
    ...terms.lines.flatMap((line, index) => lineParagraphs(partner.name, line, index + 1)),
    "Article 3. Changements. Une règle ne change que par un avenant signé des deux parties, pour les dons faits ensuite. Ce qui est déjà abondé garde sa règle. Une promesse abaissée ne reprend rien de ce qui est versé.",
    "Article 4. Suspension et fin. Le fonds peut suspendre l’accord, et le partenaire le demander, en disant pourquoi. Chaque partie peut y mettre fin en disant pourquoi. Les règles cessent alors pour les dons faits ensuite ; rien de ce qui est abondé n’est repris.",
  ];
}

function lineParagraphs(partnerName: string, line: LineInput, number: number): readonly string[] {
  const head = `Engagement ${number} : ${lineWords(line).fr}. Nature : ${natureWords(line.nature).fr}.`;
  if (line.kind !== "money") return [head];
  const rules =
    line.rules.length === 0
      ? ["Cette enveloppe n’a pas de règle : elle n’abonde aucun don par elle-même."]
      : line.rules.map(({ rule }) => `Règle d’abondement : ${ruleWords(partnerName, rule).fr}`);
  return [`${head} Enveloppe « ${line.potName} ». Échéances : ${scheduleWords(line.schedule).fr}.`, ...rules];
}

export const textHash = (paragraphs: readonly string[]): string =>
  sha256(paragraphs.map((paragraph) => paragraph.normalize("NFC")).join("\n\n"));

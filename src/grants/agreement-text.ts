import { createHash } from "node:crypto";
import { deMinimisParagraphs } from "../de-minimis/annex.ts";
import type { DeMinimisFacts } from "../de-minimis/read-declaration.ts";
import { type BlockPlace, fillTemplate, type InlinePlace, type Template } from "../domain/agreement-template.ts";
import { plusMonths } from "../domain/calendar.ts";
import type { Text } from "../i18n/text.ts";
import { formatDate, formatDay, formatEuros } from "../ui/format.ts";
import { agreementNumber } from "./agreement-number.ts";
import { REPUBLICAN_COMMITMENT } from "./republican-commitment.ts";

export type AgreementFacts = {
  readonly grantId: string;
  readonly fund: { readonly name: string; readonly address: string };
  readonly organisation: {
    readonly name: string;
    readonly siret: string | null;
    readonly rna: string | null;
    readonly address: string;
    readonly postcode: string;
    readonly town: string;
  };
  readonly projectTitle: string;
  readonly projectSummary: string;
  /** Null for a grant of the committee by itself. */
  readonly campaignTitle: string | null;
  readonly amountCents: bigint;
  readonly sources: {
    readonly giftsCents: bigint;
    readonly matchesCents: bigint;
    readonly topUpCents: bigint;
    readonly ownGrantCents: bigint;
  };
  readonly budget: readonly { readonly label: string; readonly amountCents: bigint }[];
  readonly schedule: readonly Text[];
  /** First and last day, `2027-03-28`. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** What the fund asks beyond its template, in its own words; "" for nothing. */
  readonly conditions: string;
  readonly grantedAt: Date;
  readonly writtenAboveCents: bigint;
  readonly reportMonths: number;
  readonly deMinimis: DeMinimisFacts;
};

const both = (text: string): Text => ({ fr: text, en: text });
const day = (on: string): Text => ({ fr: formatDate(on, "fr"), en: formatDate(on, "en") });
const euros = (cents: bigint): Text => ({ fr: formatEuros(cents, "fr"), en: formatEuros(cents, "en") });

/** The grant agreement in paragraphs, the same for the same facts: both parties sign this text (D3). */
export const agreementText = (template: Template, facts: AgreementFacts): readonly Text[] =>
  fillTemplate(template, { ...inlinePlaces(facts), ...blockPlaces(facts) });

function inlinePlaces(facts: AgreementFacts): Readonly<Record<InlinePlace, Text>> {
  const { organisation, fund } = facts;
  return {
    numero: both(agreementNumber(facts.grantId)),
    date: { fr: formatDay(facts.grantedAt, "fr"), en: formatDay(facts.grantedAt, "en") },
    fonds: both(fund.name),
    adresse_fonds: both(fund.address),
    structure: both(organisation.name),
    identifiant: both(organisation.siret === null ? `RNA ${organisation.rna ?? ""}` : `SIRET ${organisation.siret}`),
    adresse_structure: both(`${organisation.address}, ${organisation.postcode} ${organisation.town}`),
    projet: both(facts.projectTitle),
    resume: both(facts.projectSummary),
    collecte:
      facts.campaignTitle === null
        ? { fr: "aucune, aide directe du fonds", en: "none, direct grant of the fund" }
        : both(facts.campaignTitle),
    montant: euros(facts.amountCents),
    debut: day(facts.startsOn),
    fin: day(facts.endsOn),
    remise_compte_rendu: day(plusMonths(facts.endsOn, facts.reportMonths)),
  };
}

function blockPlaces(facts: AgreementFacts): Readonly<Record<BlockPlace, readonly Text[]>> {
  const { sources } = facts;
  return {
    sources: [
      item(
        { fr: "dons encaissés, moins les frais annoncés", en: "gifts received, less the fees announced" },
        sources.giftsCents,
      ),
      item({ fr: "abondements des partenaires", en: "partners’ matching" }, sources.matchesCents),
      item({ fr: "part du fonds", en: "the fund’s own share" }, sources.topUpCents),
      item(
        { fr: "aide du fonds décidée par son comité", en: "the fund’s own grant, decided by its committee" },
        sources.ownGrantCents,
      ),
    ].flat(),
    budget: facts.budget.flatMap((line) => item(both(line.label), line.amountCents)),
    echeancier: facts.schedule,
    conditions:
      facts.conditions.trim() === ""
        ? [{ fr: "Aucune condition particulière.", en: "No special condition." }]
        : facts.conditions
            .split(/\n+/)
            .map((line) => line.trim())
            .filter((line) => line !== "")
            .map(both),
    compte_rendu: [reportDuty(facts)],
    non_employe: UNSPENT_RULE,
    engagement_republicain: REPUBLICAN_COMMITMENT,
    de_minimis: deMinimisParagraphs(facts.deMinimis),
  };
}

const item = (label: Text, cents: bigint): readonly Text[] =>
  cents === 0n
    ? []
    : [
        {
          fr: `- ${label.fr} : ${formatEuros(cents, "fr")}`,
          en: `- ${label.en}: ${formatEuros(cents, "en")}`,
        },
      ];

const MONTHS_IN_WORDS: Readonly<Record<number, Text>> = {
  3: { fr: "trois", en: "three" },
  6: { fr: "six", en: "six" },
  9: { fr: "neuf", en: "nine" },
  12: { fr: "douze", en: "twelve" },
};

function reportDuty({ amountCents, writtenAboveCents, reportMonths, endsOn }: AgreementFacts): Text {
  const months = MONTHS_IN_WORDS[reportMonths] ?? both(`${reportMonths}`);
  const due = day(plusMonths(endsOn, reportMonths));
  const law: Text =
    amountCents > writtenAboveCents
      ? { fr: " (loi n° 2000-321, article 10)", en: " (law no. 2000-321, article 10)" }
      : both("");
  return {
    fr: `La structure remet un compte rendu financier, ligne du budget par ligne, dans les ${months.fr} mois qui suivent la fin du projet, donc au plus tard le ${due.fr}${law.fr}. Un compte rendu en retard suspend les versements à la structure.`,
    en: `The organisation hands in a financial report, line by line of the budget, within ${months.en} months of the project’s end, by ${due.en} at the latest${law.en}. A late report suspends payments to the organisation.`,
  };
}

const UNSPENT_RULE: readonly Text[] = [
  {
    fr: "Ce que le projet n’a pas dépensé de la subvention, d’après le compte rendu accepté, revient à ceux qui l’ont financé, à proportion : aux enveloppes des partenaires pour leurs abondements, à la réserve du fonds pour le reste, où il aide d’autres projets.",
    en: "What the project has not spent of the grant, by the accepted report, goes back to those who financed it, in proportion: to the partners’ pots for their matching, to the fund’s reserve for the rest, where it helps other projects.",
  },
  {
    fr: "Il est pris d’abord sur ce qui reste à verser. Le reste est un reversement, dû par la structure sous la référence que le fonds lui donne.",
    en: "It is taken first from what is still to be paid. The rest is owed back by the organisation, under the reference the fund gives it.",
  },
];

/** SHA-256 of the French text, which is the one that binds. */
export const agreementHash = (paragraphs: readonly Text[]): string =>
  createHash("sha256")
    .update(paragraphs.map((paragraph) => paragraph.fr.normalize("NFC")).join("\n\n"))
    .digest("hex");

import type { CaseResult, Fraction } from "../domain/committee/result.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import { MAJORITY_NAMES, REASON_NAMES } from "./messages.ts";
import type { FullCase } from "./read-cases.ts";
import type { SessionRow, Tie } from "./session-facts.ts";

type Facts = {
  readonly session: SessionRow;
  readonly members: readonly { readonly userId: string; readonly name: string }[];
  readonly cases: readonly FullCase[];
  readonly criteria: readonly { readonly label: string; readonly weight: number; readonly scale: number }[];
  readonly results: readonly CaseResult[];
  readonly availableCents: bigint;
};

const TIES: Readonly<Record<Tie, string>> = {
  declared: "lien déclaré",
  holder: "membre de la structure porteuse",
  partner: "membre d’un partenaire de la collecte",
};

/** Hundredths of a percent are enough to read; the ranking compares the exact fractions. */
function percent({ numerator, denominator }: Fraction): string {
  const points = (numerator * 10_000n) / denominator;
  return `${points / 100n},${(points % 100n).toString().padStart(2, "0")} %`;
}

/** The minutes in French, the language of the fund's acts: one line each, the same for the same facts. */
export function minutesText(fundName: string, { session, members, cases, criteria, results, availableCents }: Facts) {
  const named = (userId: string) => members.find((one) => one.userId === userId)?.name ?? userId;
  const present = new Set(cases.flatMap((one) => one.voters));
  const absent = members.map((one) => one.name).filter((name) => !present.has(name));
  const list = (names: readonly string[]) => (names.length === 0 ? "personne" : names.join(", "));
  return [
    `${fundName} – Comité d’attribution`,
    `Procès-verbal de la séance du ${formatDate(session.heldOn, "fr")}`,
    `Présidence : ${named(session.chairId)}. Secrétariat : ${named(session.secretaryId)}.`,
    `Ont voté : ${list([...present].toSorted((a, b) => a.localeCompare(b, "fr")))}. N’ont pas voté : ${list(absent)}.`,
    `Règles : quorum ${session.quorumCount === null ? `de ${session.quorumPercent} % des membres non liés au dossier` : `de ${session.quorumCount} votants`} ; majorité : ${MAJORITY_NAMES[session.majority].fr.toLowerCase()}.`,
    `Grille de critères, version ${session.gridVersion} : ${criteria.map((one) => `${one.label} (poids ${one.weight}, sur ${one.scale})`).join(" ; ")}.`,
    `Enveloppe de la séance : ${formatEuros(session.envelopeCents, "fr")}. Pot général au moment de la décision : ${formatEuros(availableCents, "fr")}.`,
    "Classement par note moyenne pondérée ; à égalité, la plus petite demande, puis la plus ancienne. Chacun reçoit la médiane des montants proposés par les votes pour, dans la limite de l’enveloppe.",
    ...results.flatMap((result, index) => caseLines(index + 1, result, cases)),
  ].join("\n\n");
}

function caseLines(number: number, result: CaseResult, cases: readonly FullCase[]): readonly string[] {
  const one = cases.find(({ id }) => id === result.id);
  if (one === undefined) return [];
  const { votesFor, votesAgainst, abstentions, eligible, rank } = result;
  const ties = one.ties.map(({ name, tie }) => `${name} (${TIES[tie]})`);
  return [
    `${number}. ${one.projectTitle} – ${one.organisationName}. Demande : ${formatEuros(one.askedCents, "fr")}.`,
    ties.length === 0
      ? "Conflits d’intérêts : aucun."
      : `Conflits d’intérêts : ${ties.join(", ")}. Ces personnes n’ont ni noté ni voté.`,
    `Votants : ${votesFor + votesAgainst + abstentions} sur ${eligible}. Pour : ${votesFor}. Contre : ${votesAgainst}. Abstentions : ${abstentions}. Note : ${percent(result.score)}${rank === undefined ? "" : `, rang ${rank}`}.`,
    `Décision : ${REASON_NAMES[result.reason].fr}${result.amountCents > 0n ? `, ${formatEuros(result.amountCents, "fr")}, ${one.campaignId === null ? "versée au projet sans collecte" : "sous réserve que la collecte liée réussisse"}` : ""}.`,
  ];
}

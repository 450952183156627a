import { type Cents, cents } from "../domain/money.ts";
import { type AmendedLine, instalmentAmounts } from "../domain/schedule-amendment.ts";
import { agreementHash } from "../grants/agreement-text.ts";
import type { Text } from "../i18n/text.ts";
import { formatDate, formatDay, formatEuros } from "../ui/format.ts";

export type AmendmentFacts = {
  readonly amendmentId: string;
  readonly grantId: string;
  /** Of the grant, without complements that wait for their own amendment. */
  readonly amountCents: Cents;
  /** The whole schedule as it is. */
  readonly schedule: readonly { readonly id: string; readonly share: bigint }[];
  /** What amendments changed before, the oldest first. */
  readonly inForce: readonly (readonly AmendedLine[])[];
  readonly lines: readonly AmendedLine[];
  readonly reason: string;
  readonly proposedAt: Date;
};

/** The amendment that gives a signed schedule other shares and limit dates; both sides sign the French (D3). */
export function scheduleAmendmentText(facts: AmendmentFacts): readonly Text[] {
  const { amountCents, schedule, inForce, lines } = facts;
  const amended = schedule.map(({ id, share }) => ({
    id,
    share: lines.find((line) => line.id === id)?.share ?? share,
  }));
  const before = instalmentAmounts(amountCents, schedule, inForce);
  const after = instalmentAmounts(amountCents, amended, [...inForce, lines]);
  return [
    {
      fr: `Avenant n° ${facts.amendmentId} à la convention de subvention n° ${facts.grantId}, établi le ${formatDay(facts.proposedAt, "fr")}.`,
      en: `Amendment no. ${facts.amendmentId} to grant agreement no. ${facts.grantId}, drawn up on ${formatDay(facts.proposedAt, "en")}.`,
    },
    { fr: `Raison : ${facts.reason}`, en: `Reason: ${facts.reason}` },
    ...facts.lines.map((line) => {
      const index = facts.schedule.findIndex((one) => one.id === line.id);
      return lineText(line, before[index] ?? cents(0n), after[index] ?? cents(0n));
    }),
    {
      fr: "Les tranches déjà demandées ou versées ne changent pas, ni le montant de la subvention, ni les autres articles de la convention.",
      en: "Instalments asked for or paid already do not change, nor do the amount of the grant and the other articles of the agreement.",
    },
  ];
}

function lineText(line: AmendedLine, before: Cents, after: Cents): Text {
  const say = (language: "fr" | "en", instead: string, insteadOfDay: string) => {
    const money = [
      formatEuros(after, language),
      ...(before === after ? [] : [`${instead} ${formatEuros(before, language)}`]),
    ];
    const day = formatDate(line.dueOn, language);
    const days =
      line.dueOn === line.fromDueOn ? [day] : [day, `${insteadOfDay} ${formatDate(line.fromDueOn, language)}`];
    return [money.join(" "), days.join(" ")] as const;
  };
  const [frMoney, frDay] = say("fr", "au lieu de", "au lieu du");
  const [enMoney, enDay] = say("en", "instead of", "instead of");
  return {
    fr: `Tranche ${line.number}, « ${line.label} » : ${frMoney}, à demander au plus tard le ${frDay}.`,
    en: `Instalment ${line.number}, “${line.label}”: ${enMoney}, to be asked for by ${enDay}.`,
  };
}

export const scheduleAmendmentHash = agreementHash;

import type { Deps } from "../deps.ts";
import type { Language, Text } from "../i18n/text.ts";
import { type Flow, PAGE } from "../pdf/flow.ts";
import { INK, type Paper } from "../pdf/paper.ts";
import { formatDay, formatInstant } from "../ui/format.ts";
import { statementTitle } from "./messages.ts";
import type { MonthlyStatement } from "./read-statement.ts";

export type HeadDeps = Pick<Deps, "bankAccount" | "siret">;

const HEAD = {
  fund: { fr: "Le fonds", en: "The fund" },
  partner: { fr: "Le partenaire", en: "The partner" },
  agreement: { fr: "Accord de coopération", en: "Cooperation agreement" },
  period: { fr: "Période", en: "Period" },
  printed: { fr: "Établi le", en: "Made on" },
  state: { fr: "État", en: "State" },
  closed: { fr: "Mois arrêté : ce relevé ne changera plus", en: "Closed month: this statement will not change" },
  open: { fr: "Mois en cours : relevé provisoire", en: "Month under way: provisional statement" },
} as const satisfies Record<string, Text>;

const TOP = 56;
const LINE = 13;
const PARTY = 6 * LINE;
const FACT = 15;

/** The height `drawHead` takes. */
export const layHead = (flow: Flow): void => void flow.take(TOP + PARTY + 4 * FACT + 22);

/** Who states what to whom, of which month, and when it was printed. */
export function drawHead(
  deps: HeadDeps,
  paper: Paper,
  statement: MonthlyStatement,
  { language, printedAt }: { readonly language: Language; readonly printedAt: Date },
): void {
  const y = paper.flow.take(TOP + PARTY + 4 * FACT + 22);
  const wide = { x: PAGE.margin, width: PAGE.width };
  const sheet = paper.group("Sect");
  paper.decorate((doc) => void doc.rect(0, 0, 595.28, 10).fill(INK.accent));
  paper.say(
    sheet,
    "P",
    deps.bankAccount.name,
    { ...wide, y: y - 14 },
    { size: 9, bold: true, color: INK.accent },
    { fit: true },
  );
  paper.say(
    sheet,
    "H1",
    capital(statementTitle(statement.month.name)[language]),
    { ...wide, y: y + 6 },
    { size: 22, bold: true },
  );
  const half = PAGE.width / 2;
  party(paper, HEAD.fund[language], fundLines(deps), { ...wide, y: y + TOP, width: half - 12 });
  party(paper, HEAD.partner[language], partnerLines(statement), { x: PAGE.margin + half, y: y + TOP, width: half });
  facts(paper, y + TOP + PARTY, [
    [HEAD.agreement[language], statement.party.reference],
    [HEAD.period[language], period(statement, language)],
    [HEAD.printed[language], formatInstant(printedAt, language)],
    [HEAD.state[language], (statement.final ? HEAD.closed : HEAD.open)[language]],
  ]);
}

type Box = { readonly x: number; readonly y: number; readonly width: number };

function party(paper: Paper, role: string, lines: readonly string[], box: Box): void {
  const section = paper.group("Sect");
  paper.say(section, "P", role, box, { size: 8, color: INK.quiet });
  for (const [index, line] of lines.entries())
    paper.say(
      section,
      "P",
      line,
      { ...box, y: box.y + (index + 1) * LINE },
      { size: 9.5, bold: index === 0 },
      { fit: true },
    );
}

function facts(paper: Paper, top: number, pairs: readonly (readonly [string, string])[]): void {
  const list = paper.group("L");
  for (const [index, [term, value]] of pairs.entries()) {
    const y = top + index * FACT;
    const item = paper.group("LI", list);
    paper.say(item, "Lbl", term, { x: PAGE.margin, y, width: 130 }, { size: 9, color: INK.quiet }, { fit: true });
    paper.say(item, "LBody", value, { x: PAGE.margin + 130, y, width: PAGE.width - 130 }, { size: 9 }, { fit: true });
    item.end();
  }
  list.end();
}

function fundLines({ bankAccount, siret }: HeadDeps): readonly string[] {
  const { street, buildingNumber, postCode, town } = bankAccount.address;
  return [
    bankAccount.name,
    ...(siret === undefined ? [] : [`SIRET ${spaced(siret)}`]),
    ...(street === undefined ? [] : [[buildingNumber, street].filter(Boolean).join(" ")]),
    [postCode, town].filter(Boolean).join(" "),
  ];
}

const partnerLines = ({ party: { partnerName, siret, rna, address, postcode, town } }: MonthlyStatement) => [
  partnerName,
  siret === null ? `RNA ${rna ?? ""}` : `SIRET ${spaced(siret)}`,
  address,
  `${postcode} ${town}`,
];

const spaced = (siret: string): string => siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, "$1 $2 $3 $4");

function period({ month, final, until }: MonthlyStatement, language: Language): string {
  const first = formatDay(month.startsAt, language);
  const last = formatDay(new Date((final ? month.endsAt : until).getTime() - 1), language);
  return language === "fr"
    ? `du ${first.replace(/^1 /, "1er ")} au ${last}, heure de Paris`
    : `from ${first} to ${last}, Paris time`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

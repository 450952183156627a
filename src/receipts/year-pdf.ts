import type { Language, Text } from "../i18n/text.ts";
import { PAGE } from "../pdf/flow.ts";
import { countPages, drawPaper, INK, type Paper } from "../pdf/paper.ts";
import { layTable, openTable } from "../pdf/table.ts";
import { formatDate, formatDay, formatEuros } from "../ui/format.ts";
import type { YearOfGifts } from "./year-of-gifts.ts";

const PRINTED = {
  title: (year: number): Text => ({
    fr: `Récapitulatif des reçus fiscaux de ${year}`,
    en: `Summary of the tax receipts of ${year}`,
  }),
  note: {
    fr: "Ce récapitulatif aide à remplir la déclaration de revenus. Seuls les reçus eux-mêmes font foi : gardez-les.",
    en: "This summary helps to fill in the tax return. Only the receipts themselves are proof: keep them.",
  },
  number: { fr: "Reçu n°", en: "Receipt no." },
  credited: { fr: "Don encaissé le", en: "Gift credited on" },
  campaign: { fr: "Collecte", en: "Campaign" },
  amount: { fr: "Montant", en: "Amount" },
  total: { fr: "Total", en: "Total" },
} as const;

type Options = { readonly issuer: string; readonly language: Language; readonly printedAt: Date };

const HEAD = 96;

/** A donor's receipts of a year on paper, with their total. */
export function yearPdf(own: YearOfGifts, { issuer, language, printedAt }: Options): AsyncGenerator<Uint8Array> {
  const title = PRINTED.title(own.year)[language];
  const footer = `${issuer} · ${formatDay(printedAt, language)}`;
  const pages = countPages((flow) => {
    flow.take(HEAD);
    layTable(flow, own.receipts.length + 1);
  });
  return drawPaper({ title, author: issuer, language, footer, pages }, (paper) => draw(paper, own, title, language));
}

async function* draw(paper: Paper, own: YearOfGifts, title: string, language: Language): AsyncGenerator<void> {
  const y = paper.flow.take(HEAD);
  const head = paper.group("Sect");
  paper.say(head, "H1", title, { x: PAGE.margin, y, width: PAGE.width }, { size: 18, bold: true, color: INK.accent });
  paper.say(head, "P", PRINTED.note[language], { x: PAGE.margin, y: y + 42, width: PAGE.width }, { size: 9.5 });
  head.end();
  const table = openTable(paper, [
    { heading: PRINTED.number[language], width: 90 },
    { heading: PRINTED.credited[language], width: 110 },
    { heading: PRINTED.campaign[language], width: PAGE.width - 290 },
    { heading: PRINTED.amount[language], width: 90, numeric: true },
  ]);
  for (const { reference, creditedOn, campaignTitle, amountCents } of own.receipts) {
    table.row({
      cells: [reference, formatDate(creditedOn, language), campaignTitle, formatEuros(amountCents, language)],
    });
    yield;
  }
  table.row({ cells: [PRINTED.total[language], "", "", formatEuros(own.totalCents, language)], strong: true });
  table.end();
  yield;
}

import type { ReceiptIdentity } from "../domain/tax-receipt.ts";
import { PAGE } from "../pdf/flow.ts";
import { drawPaper, INK, type Paper } from "../pdf/paper.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import type { ReceiptContent } from "./receipt-content.ts";

type Printed = { readonly content: ReceiptContent; readonly state: "issued" | "cancelled" };

/** A receipt on one A4 page, in French whatever its reader speaks: the tax administration reads it (T4). */
export async function receiptPdf(printed: Printed): Promise<Uint8Array> {
  const { content } = printed;
  const options = {
    title: `Reçu fiscal n° ${content.reference}`,
    author: content.issuer.name,
    language: "fr",
    footer: `${content.issuer.name} · reçu n° ${content.reference}`,
    pages: 1,
  } as const;
  const chunks: Uint8Array[] = [];
  for await (const chunk of drawPaper(options, (paper) => draw(paper, printed))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* draw(paper: Paper, { content, state }: Printed): AsyncGenerator<void> {
  const isCompany = content.form === "16216";
  paper.decorate((doc) => void doc.rect(0, 0, 595.28, 10).fill(INK.accent));
  say(paper, "P", content.issuer.name, 18, { size: 9, bold: true, color: INK.accent });
  say(paper, "H1", "Reçu au titre des dons à un organisme d’intérêt général", 46, { size: 18, bold: true });
  say(
    paper,
    "P",
    isCompany
      ? "Article 238 bis du code général des impôts · modèle Cerfa n° 16216"
      : "Article 200 du code général des impôts · modèle Cerfa n° 11580",
    16,
    { color: INK.quiet },
  );
  say(paper, "P", `Numéro d’ordre du reçu : ${content.reference}`, 24, { size: 11, bold: true });
  if (content.replaces !== null) say(paper, "P", `Ce reçu remplace le reçu n° ${content.replaces}.`, 16);
  if (state === "cancelled")
    say(paper, "P", "REÇU ANNULÉ : sans valeur", 22, { size: 14, bold: true, color: "#9b1c1c" });

  section(paper, "Organisme bénéficiaire du don", [
    ["Nom", content.issuer.name],
    ["Adresse", content.issuer.address],
    ...(content.issuer.siret === null ? [] : ([["SIRET", content.issuer.siret]] as const)),
    ["Objet", "Financer des projets de médiation numérique d’intérêt général"],
    ["Qualité", "Organisme d’intérêt général"],
  ]);
  section(paper, isCompany ? "Entreprise donatrice" : "Donateur", donorLines(content.donor));
  section(paper, "Don", giftLines(content));
  say(
    paper,
    "P",
    `Le bénéficiaire certifie sur l’honneur que les dons et versements qu’il reçoit ouvrent droit à la réduction d’impôt prévue à l’article ${
      isCompany ? "238 bis" : "200"
    } du code général des impôts, et que ce don n’a donné lieu à aucune contrepartie au-delà de ce que la loi admet.`,
    40,
  );
  say(paper, "P", `Établi le ${formatDate(content.issuedOn, "fr")} par ${content.issuer.name}.`, 20);
  yield;
}

type Pairs = readonly (readonly [string, string])[];

/** Goods and days are worth what the company declares: their cost price (CGI art. 238 bis). */
function giftLines({ given, ...content }: ReceiptContent): Pairs {
  const isInKind = given !== undefined && given.nature !== "money";
  const amount: Pairs = [
    [isInKind ? "Valeur retenue" : "Montant", formatEuros(BigInt(content.amountCents), "fr")],
    ["En toutes lettres", content.amountInWords],
    [isInKind ? "Date du don" : "Date du versement", formatDate(content.creditedOn, "fr")],
  ];
  if (given === undefined)
    return [
      ...amount,
      ["Nature du don", "Numéraire"],
      ["Forme du don", "Don manuel"],
      ["Mode de versement", "Carte bancaire ou prélèvement"],
      ["Collecte", content.campaignTitle],
    ];
  const agreement = ["Accord de coopération", content.campaignTitle] as const;
  if (given.nature === "money")
    return [...amount, ["Nature du don", "Numéraire"], ["Mode de versement", "Virement"], agreement];
  const unit = given.nature === "goods" ? (given.unit ?? "unités") : "jours";
  const quantity = String(given.quantity).replace(".", ",");
  return [
    ...amount,
    ["Nature du don", given.nature === "goods" ? "Don en nature" : "Mise à disposition de salariés"],
    ["Description", given.label],
    ["Quantité", `${quantity} ${unit}, à ${formatEuros(BigInt(given.unitValueCents), "fr")} l’unité`],
    ["Évaluation", "Coût de revient déterminé par l’entreprise donatrice, sous sa responsabilité"],
    agreement,
  ];
}

function donorLines(donor: ReceiptIdentity): readonly (readonly [string, string])[] {
  const { address } = donor;
  const place = `${address.line}, ${address.postcode} ${address.town}${address.country === "France" ? "" : `, ${address.country}`}`;
  return donor.kind === "person"
    ? [
        ["Nom", donor.familyName],
        ["Prénom", donor.givenName],
        ["Adresse", place],
      ]
    : [
        ["Dénomination", donor.companyName],
        ["Forme juridique", donor.legalForm],
        ["SIREN", donor.siren],
        ["Adresse", place],
      ];
}

type Style = { readonly size?: number; readonly bold?: boolean; readonly color?: string };

function say(paper: Paper, tag: string, text: string, height: number, style: Style = {}): void {
  const size = style.size ?? 9.5;
  const tall = Math.max(height, paper.heightOf(text, PAGE.width, size) + height / 2);
  const y = paper.flow.take(tall);
  paper.say(paper.group("Sect"), tag, text, { x: PAGE.margin, y, width: PAGE.width }, { ...style, size });
}

const LABEL = 140;

function section(paper: Paper, title: string, pairs: readonly (readonly [string, string])[]): void {
  const y = paper.flow.take(34);
  paper.decorate((doc) => void doc.rect(PAGE.margin, y + 8, PAGE.width, 20).fill(INK.shade));
  const group = paper.group("Sect");
  paper.say(
    group,
    "H2",
    title,
    { x: PAGE.margin + 8, y: y + 13, width: PAGE.width - 16 },
    { size: 10, bold: true, color: INK.accent },
  );
  const list = paper.group("L", group);
  for (const [term, value] of pairs) {
    const width = PAGE.width - LABEL - 16;
    const top = paper.flow.take(Math.max(16, paper.heightOf(value, width, 9.5) + 4));
    const item = paper.group("LI", list);
    paper.say(
      item,
      "Lbl",
      term,
      { x: PAGE.margin + 8, y: top, width: LABEL },
      { size: 9, color: INK.quiet },
      { fit: true },
    );
    paper.say(item, "LBody", value, { x: PAGE.margin + 8 + LABEL, y: top, width }, { size: 9.5 });
    item.end();
  }
  list.end();
  group.end();
  paper.flow.take(10);
}

/** The wording of grant agreements: paragraphs parted by empty lines, with places for what each grant says. */
export type Template = { readonly fr: string; readonly en: string };

type Words = { readonly fr: string; readonly en: string };

/** Places inside a sentence. */
export const INLINE_PLACES = [
  "numero",
  "date",
  "fonds",
  "adresse_fonds",
  "structure",
  "identifiant",
  "adresse_structure",
  "projet",
  "resume",
  "collecte",
  "montant",
  "debut",
  "fin",
  "remise_compte_rendu",
] as const;

/** Places that take whole paragraphs, and stand alone in theirs. */
export const BLOCK_PLACES = [
  "sources",
  "budget",
  "echeancier",
  "conditions",
  "compte_rendu",
  "non_employe",
  "engagement_republicain",
  "de_minimis",
] as const;

export type InlinePlace = (typeof INLINE_PLACES)[number];
export type BlockPlace = (typeof BLOCK_PLACES)[number];

/** Without these an agreement would not say what the law and the fund's rules ask of it. */
const REQUIRED: readonly (InlinePlace | BlockPlace)[] = [
  "numero",
  "fonds",
  "structure",
  "identifiant",
  "projet",
  "montant",
  "debut",
  "fin",
  ...BLOCK_PLACES,
];

export type TemplateFault =
  | { readonly kind: "unknown" | "missing"; readonly language: keyof Template; readonly place: string }
  /** A block's place has other words around it. */
  | { readonly kind: "not-alone"; readonly language: keyof Template; readonly place: BlockPlace }
  /** The languages part here: other paragraphs, or other places in this one (counted from 1). */
  | { readonly kind: "languages-differ"; readonly paragraph: number };

const PLACE = /\{\{\s*([^{}]*?)\s*\}\}/g;

export const paragraphsOf = (body: string): readonly string[] =>
  body
    .replaceAll("\r\n", "\n")
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .filter((paragraph) => paragraph !== "");

const placesIn = (text: string): readonly string[] => [...text.matchAll(PLACE)].map((match) => match[1] ?? "");

const isInline = (place: string): place is InlinePlace => INLINE_PLACES.some((one) => one === place);
const isBlock = (place: string): place is BlockPlace => BLOCK_PLACES.some((one) => one === place);

/** Everything that is wrong with a template; empty where agreements can be written with it. */
export function templateFaults(template: Template): readonly TemplateFault[] {
  const [fr, en] = [paragraphsOf(template.fr), paragraphsOf(template.en)];
  const parting = Array.from({ length: Math.max(fr.length, en.length) }, (_, index) => index).find(
    (index) =>
      placesIn(fr[index] ?? "")
        .toSorted()
        .join() !==
        placesIn(en[index] ?? "")
          .toSorted()
          .join() || (fr[index] === undefined) !== (en[index] === undefined),
  );
  return [
    ...faultsOf("fr", fr),
    ...faultsOf("en", en),
    ...(parting === undefined ? [] : [{ kind: "languages-differ", paragraph: parting + 1 } as const]),
  ];
}

function faultsOf(language: keyof Template, paragraphs: readonly string[]): readonly TemplateFault[] {
  const places = new Set(paragraphs.flatMap(placesIn));
  const unknown = [...places].filter((place) => !isInline(place) && !isBlock(place));
  const missing = REQUIRED.filter((place) => !places.has(place));
  const crowded = paragraphs.flatMap((paragraph) =>
    placesIn(paragraph)
      .filter(isBlock)
      .filter(() => paragraph.replace(PLACE, "").trim() !== "" || placesIn(paragraph).length > 1),
  );
  return [
    ...unknown.map((place) => ({ kind: "unknown", language, place }) as const),
    ...missing.map((place) => ({ kind: "missing", language, place }) as const),
    ...[...new Set(crowded)].map((place) => ({ kind: "not-alone", language, place }) as const),
  ];
}

export type Filling = Readonly<Record<InlinePlace, Words>> & Readonly<Record<BlockPlace, readonly Words[]>>;

/** The agreement's paragraphs. A template without faults leaves no place empty; what fills a place is not read again. */
export function fillTemplate(template: Template, filling: Filling): readonly Words[] {
  const [fr, en] = [paragraphsOf(template.fr), paragraphsOf(template.en)];
  return fr.flatMap((paragraph, index) => {
    const [place = ""] = placesIn(paragraph);
    if (isBlock(place)) return filling[place];
    return [{ fr: filled(paragraph, filling, "fr"), en: filled(en[index] ?? "", filling, "en") }];
  });
}

const filled = (paragraph: string, filling: Filling, language: keyof Words): string =>
  paragraph.replace(PLACE, (whole, place: string) => (isInline(place) ? filling[place][language] : whole));

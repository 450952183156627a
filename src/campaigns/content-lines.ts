import { CAMPAIGN_CATEGORIES, CAMPAIGN_MODES, SHORTFALL_POLICIES } from "../domain/campaign.ts";
import type { Line } from "../domain/compare-lines.ts";
import type { Language, Text } from "../i18n/text.ts";
import { SOURCE_NAMES } from "../projects/messages.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import { FORM, ROWS, SHORTFALL_NAMES, YES_NO } from "./form-messages.ts";
import { CATEGORY_NAMES, MODE_NAMES } from "./messages.ts";
import type { SubmittedContent } from "./submitted-content.ts";

export const CONTENT = {
  project: { fr: "Projet", en: "Project" },
  projectSummary: { fr: "Projet : en une phrase", en: "Project: in one sentence" },
  projectDescription: { fr: "Projet : description", en: "Project: description" },
  budget: { fr: "Dépense", en: "Expense" },
  funding: { fr: "Ressource", en: "Resource" },
  place: { fr: "Lieu", en: "Place" },
} as const satisfies Record<string, Text>;

const FIELDS: Readonly<Record<string, Text>> = {
  title: FORM.title,
  category: FORM.category,
  pitch: FORM.pitch,
  goalCents: FORM.goal,
  mode: FORM.mode,
  startsOn: FORM.startsOn,
  deadlineOn: FORM.deadlineOn,
  "shortfall.kind": FORM.shortfall,
  "shortfall.minimumCents": FORM.minimum,
  "shortfall.topUpMaxBps": FORM.topUp,
  matchingCounts: FORM.matchingCounts,
  matchCeilingCents: FORM.matchCeiling,
};

const ROW_FIELDS: Readonly<Record<string, (number: number) => Text>> = {
  "rewards.title": ROWS.rewardTitle,
  "rewards.thresholdCents": ROWS.rewardThreshold,
  "rewards.fairValueCents": ROWS.rewardValue,
  "rewards.stock": ROWS.rewardStock,
  "needs.label": ROWS.need,
  "needs.quantity": ROWS.needQuantity,
  "needs.neededOn": ROWS.needDay,
  stretchGoalsCents: ROWS.stretch,
};

/** What was submitted, a line a field, in the words of the form. Empty fields are left out. */
export function contentLines({ form, project }: SubmittedContent, language: Language): readonly Line[] {
  const euros = (cents: string) => formatEuros(BigInt(cents), language);
  const said = ({ [language]: words }: Text, value: string): Line => ({ field: words, value });
  const typed = Object.entries(form)
    .filter(([, value]) => value !== "")
    .map(([name, value]) => said(nameOf(name), inWords(name, value, language)));
  return [
    ...typed,
    said(CONTENT.project, project.title),
    said(CONTENT.projectSummary, project.summary),
    said(CONTENT.projectDescription, project.description),
    ...project.budget.map(({ label, cents }, index) =>
      said(numbered(CONTENT.budget, index), `${label} : ${euros(cents)}`),
    ),
    ...project.funding.map(({ label, cents }) => said(sourced(label), euros(cents))),
    ...project.places.map((place, index) => said(numbered(CONTENT.place, index), place)),
  ];
}

const numbered = ({ fr, en }: Text, index: number): Text => ({ fr: `${fr} ${index + 1}`, en: `${en} ${index + 1}` });

function sourced(source: string): Text {
  const known = Object.entries(SOURCE_NAMES).find(([name]) => name === source)?.[1] ?? { fr: source, en: source };
  return { fr: `${CONTENT.funding.fr} : ${known.fr}`, en: `${CONTENT.funding.en}: ${known.en}` };
}

/** `rewards.1.title` is the second reward's title. */
function nameOf(name: string): Text {
  const [list = "", row = "", column] = name.split(".");
  const inRow = ROW_FIELDS[column === undefined ? list : `${list}.${column}`];
  if (inRow !== undefined && /^\d+$/.test(row)) return inRow(Number(row) + 1);
  return FIELDS[name] ?? { fr: name, en: name };
}

function inWords(name: string, value: string, language: Language): string {
  const named = (names: Readonly<Record<string, Text>>) => names[value]?.[language] ?? value;
  if (name === "category" && CAMPAIGN_CATEGORIES.some((one) => one === value)) return named(CATEGORY_NAMES);
  if (name === "mode" && CAMPAIGN_MODES.some((one) => one === value)) return named(MODE_NAMES);
  if (name === "shortfall.kind" && SHORTFALL_POLICIES.some((one) => one === value)) return named(SHORTFALL_NAMES);
  if (name === "matchingCounts") return named(YES_NO);
  if (/On$/.test(name) && /^\d{4}-\d\d-\d\d$/.test(value)) return formatDate(value, language);
  if (/Cents(\.\d+)?$/.test(name)) return `${value} €`;
  return /Bps$/.test(name) ? `${value} %` : value;
}

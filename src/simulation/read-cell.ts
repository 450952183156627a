import { Temporal } from "temporal-polyfill";
import { CATEGORY_NAMES } from "../campaigns/messages.ts";
import { CAMPAIGN_CATEGORIES } from "../domain/campaign.ts";
import { type Cents, cents } from "../domain/money.ts";
import { parseEuros } from "../domain/parse-euros.ts";
import type { Text } from "../i18n/text.ts";
import { DEPARTEMENTS } from "../matching/territory-names.ts";
import { type ListColumn, standardValue } from "../places/standard.ts";
import { plainWord } from "./gift-columns.ts";
import { CELLS } from "./messages.ts";

/** What a cell says, or why it cannot be read. */
export type Cell<T> = { readonly value: T } | { readonly reason: Text };

const said = <T>(value: T): Cell<T> => ({ value });
const refused = (reason: Text) => ({ reason });

const DAY_FIRST = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(.*))?$/;
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]+(.*))?$/;
const TIME = /^(\d{1,2})(?::|h)(\d{2})(?::(\d{2})(?:\.\d+)?)?$/i;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** An instant from a day and maybe a time of Paris; one with its own zone is taken as it is. Remembers hours. */
export function instantReader(): (text: string) => Cell<Date> {
  const hours = new Map<string, Cell<number>>();
  return (text) => {
    if (WITH_ZONE.test(text)) return within(new Date(text));
    const [, d = "", mo = "", y = "", dayTime] = DAY_FIRST.exec(text) ?? [];
    const [, y2 = y, mo2 = mo, d2 = d, yearTime = dayTime] = YEAR_FIRST.exec(text) ?? [];
    if (y2 === "") return refused(CELLS.date);
    const [, hour = "0", minute = "0", second = "0"] = TIME.exec(yearTime?.trim() ?? "") ?? [];
    if (yearTime !== undefined && yearTime.trim() !== "" && !TIME.test(yearTime.trim())) return refused(CELLS.date);
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return refused(CELLS.date);
    const key = `${y2}-${mo2.padStart(2, "0")}-${d2.padStart(2, "0")}T${hour.padStart(2, "0")}`;
    const start = hours.get(key) ?? hourInParis(key);
    hours.set(key, start);
    if ("reason" in start) return start;
    return within(new Date(start.value + Number(minute) * 60_000 + Number(second) * 1_000));
  };
}

function hourInParis(hour: string): Cell<number> {
  try {
    const local = Temporal.PlainDateTime.from(`${hour}:00`, { overflow: "reject" });
    return said(local.toZonedDateTime("Europe/Paris").epochMilliseconds);
  } catch {
    return refused(CELLS.date);
  }
}

const within = (at: Date): Cell<Date> => {
  const year = at.getUTCFullYear();
  return year >= 2000 && year <= 2100 ? said(at) : refused(CELLS.year);
};

export function readAmount(text: string): Cell<Cents> {
  const parsed = parseEuros(text);
  if (parsed.kind === "unreadable") return refused(CELLS.amount);
  if (parsed.kind === "out-of-range" || parsed.cents < 100n) return refused(CELLS.amountRange);
  return said(cents(parsed.cents));
}

const YES = new Set(["oui", "o", "1", "x", "vrai", "true", "yes", "y"]);
const NO = new Set(["non", "n", "0", "faux", "false", "no"]);

/** Undefined where the cell is empty: another column may know. */
export function readFlag(text: string): Cell<boolean | undefined> {
  const word = plainWord(text);
  if (text === "") return said(undefined);
  return YES.has(word) ? said(true) : NO.has(word) ? said(false) : refused(CELLS.flag);
}

const DEPARTEMENTS_BY_NAME = new Map([...DEPARTEMENTS].map(([code, name]) => [plainWord(name), code]));

export function readDepartement(text: string): Cell<string | undefined> {
  if (text === "") return said(undefined);
  const code = text.toUpperCase().padStart(2, "0");
  const found = DEPARTEMENTS.has(code) ? code : DEPARTEMENTS_BY_NAME.get(plainWord(text));
  return found === undefined ? refused(CELLS.departement) : said(found);
}

/** Spreadsheets drop the zero of `01004`. */
export function readCommune(text: string): Cell<string | undefined> {
  if (text === "") return said(undefined);
  const code = text.toUpperCase().padStart(5, "0");
  return /^(\d{5}|2[AB]\d{3})$/.test(code) ? said(code) : refused(CELLS.commune);
}

/** Values of one or two lists of the national standard, separated by `|`. */
export function readList(text: string, ...columns: readonly ListColumn[]): Cell<readonly string[]> {
  const typed = text
    .split("|")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const known = typed.map((one) => columns.map((column) => standardValue(column, one)).find((value) => value));
  const found = known.flatMap((value) => value ?? []);
  return found.length < known.length ? refused(CELLS.list) : said(found);
}

const CATEGORIES = new Map(
  CAMPAIGN_CATEGORIES.flatMap((code) =>
    [code, CATEGORY_NAMES[code].fr, CATEGORY_NAMES[code].en].map((name) => [plainWord(name), code] as const),
  ),
);

export function readCategory(text: string): Cell<string | undefined> {
  if (text === "") return said(undefined);
  const category = CATEGORIES.get(plainWord(text));
  return category === undefined ? refused(CELLS.category) : said(category);
}

export function readLink(text: string): Cell<"none" | "holder" | "partner"> {
  switch (plainWord(text)) {
    case "":
      return said("none");
    case "porteur":
    case "holder":
      return said("holder");
    case "partenaire":
    case "partner":
      return said("partner");
    default:
      return refused(CELLS.link);
  }
}

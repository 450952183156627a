import { isUrl } from "../domain/is-url.ts";
import { isValidRna, normaliseRna } from "../domain/rna.ts";
import { isValidSiret, normaliseSiret } from "../domain/siret.ts";
import type { Text } from "../i18n/text.ts";
import { reasons } from "./messages.ts";

/** The value as it is stored, or why it can't be. */
export type Reading<T> = { readonly value: T } | { readonly reason: Text };

type Rule<T = string> = (text: string) => Reading<T>;

const accepting =
  (isRight: (text: string) => boolean, reason: Text): Rule =>
  (text) =>
    isRight(text) ? { value: text } : { reason };

const upTo =
  (most: number): Rule =>
  (text) =>
    text.length <= most ? { value: text } : { reason: reasons.tooLong(most) };

/** Each character must be allowed; those that are not are named. */
const madeOf =
  (allowed: RegExp, most: number): Rule =>
  (text) => {
    const strange = [...new Set(text)].filter((character) => !allowed.test(character));
    return strange.length > 0 ? { reason: reasons.strangeCharacters(strange) } : upTo(most)(text);
  };

/** Fourteen zeros stand for "unknown" in published files: null. */
const pivot: Rule<string | null> = (text) => {
  if (/^0{14}$/.test(text)) return { value: null };
  const siret = normaliseSiret(text);
  const rna = normaliseRna(text);
  if (isValidSiret(siret)) return { value: siret };
  return isValidRna(rna) ? { value: rna } : { reason: reasons.pivot };
};

/** New Caledonia and French Polynesia have the RIDET instead: six or seven digits and three for the establishment. */
const overseasPivot: Rule<string | null> = (text) => (/^[0-9]{9,10}$/.test(text) ? { value: text } : pivot(text));

const within =
  (limit: number, reason: Text): Rule<number> =>
  (text) => {
    if (!/^[+-]?[0-9]+([.,][0-9]+)?$/.test(text)) return { reason: reasons.number };
    const degrees = Number(text.replace(",", "."));
    return Math.abs(degrees) <= limit ? { value: degrees } : { reason };
  };

const isRealDate = (text: string): boolean =>
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(text).toISOString().startsWith(text);

const phone: Rule = (text) => {
  const number = text.replace(/\(0\)|[\s.\p{Pd}]/gu, "").replace(/^00/, "+");
  const international = /^\+(33|262|269|508|590|594|596|681|687|689)[0-9]{6,9}$/;
  return international.test(number) || /^0[1-9][0-9]{8}$/.test(number) ? { value: number } : { reason: reasons.phone };
};

const isEmail = (text: string): boolean =>
  text.length <= 254 && /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\]+\.[^\s@.]{2,}$/.test(text);

/** A host with a dot and letters, or an IPv4 address in full; never a name and a password before it. */
const WEB_ADDRESS = /^https?:\/\/([^\s/?#@:]+\.\p{L}[^\s/?#@:.]+|(\d{1,3}\.){3}\d{1,3})([:/?#]\S*)?$/iu;

const isWebAddress = (text: string): boolean => text.length <= 2000 && WEB_ADDRESS.test(text) && isUrl(text);

const OPENING_HOURS =
  /^(24\/7|Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|week|easter|[0-9"])/;

/**
 * One rule a column. Characters of `commune` and `adresse` are those that
 * `@gouvfr-anct/lieux-de-mediation-numerique` 2.3 accepts; the other shapes are those of the published schema.
 */
export const rules = {
  id: upTo(200),
  pivot,
  overseasPivot,
  nom: upTo(300),
  commune: madeOf(/[A-Za-z\dÀ-ÖØ-öø-ÿœ-ŸŒ\-'’\s]/u, 100),
  adresse: madeOf(/[A-Za-z\dÀ-ÖØ-öø-ÿœ-ŸŒ\-,()°.&:+–|;'’/\s]/u, 300),
  code_postal: accepting((text) => /^[0-9]{5}$/.test(text), reasons.postcode),
  code_insee: accepting((text) => /^([013-9][0-9]|2[AB1-9])[0-9]{3}$/.test(text), reasons.communeCode),
  latitude: within(90, reasons.latitude),
  longitude: within(180, reasons.longitude),
  date_maj: accepting(isRealDate, reasons.date),
  telephone: phone,
  courriel: accepting(isEmail, reasons.email),
  url: accepting(isWebAddress, reasons.url),
  horaires: accepting((text) => text.length <= 1000 && OPENING_HOURS.test(text), reasons.openingHours),
  shortText: upTo(300),
  longText: upTo(10_000),
} as const;

export const LONGEST_SUMMARY = 280;

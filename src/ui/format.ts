import type { Language } from "../i18n/text.ts";

const LOCALES: Record<Language, string> = { fr: "fr-FR", en: "en-GB" };
const TIME_ZONE = "Europe/Paris";

const remembered = <K extends string, T>(make: (key: K) => T): ((key: K) => T) => {
  const made = new Map<K, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
};

const grouping = remembered((language: Language) => new Intl.NumberFormat(LOCALES[language]));
const dateFormat = remembered(
  (language: Language) => new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: TIME_ZONE }),
);
const instantFormat = remembered(
  (language: Language) =>
    new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeStyle: "short", timeZone: TIME_ZONE }),
);
const plainDateFormat = remembered(
  (language: Language) => new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "UTC" }),
);

/** Cents as a person reads them: `1 000,50 €` or `€1,000.50`; whole euros without decimals. Exact at any size. */
export function formatEuros(cents: bigint, language: Language): string {
  const sign = cents < 0n ? "−" : "";
  const size = cents < 0n ? -cents : cents;
  const whole = grouping(language).format(size / 100n);
  const rest = size % 100n;
  const decimals = rest === 0n ? "" : `${language === "fr" ? "," : "."}${rest.toString().padStart(2, "0")}`;
  return language === "fr" ? `${sign}${whole}${decimals}\u00a0€` : `${sign}€${whole}${decimals}`;
}

/** Cents as typed in a form: `1000,50`. */
export const eurosForInput = (cents: bigint): string => {
  const rest = cents % 100n;
  return rest === 0n ? `${cents / 100n}` : `${cents / 100n},${rest.toString().padStart(2, "0")}`;
};

/** French counts the first of a month, and only that day. */
const withFirst = (text: string, language: Language): string =>
  language === "fr" ? text.replace(/^1 /, "1er ") : text;

/** The day of an instant, in Paris: `3 mars 2027`, `1er avril 2027`. */
export const formatDay = (at: Date, language: Language): string => withFirst(dateFormat(language).format(at), language);

/** Day and time of an instant, in Paris. */
export const formatInstant = (at: Date, language: Language): string =>
  withFirst(instantFormat(language).format(at), language);

const timeFormat = remembered(
  (language: Language) =>
    new Intl.DateTimeFormat(LOCALES[language], { hour: "2-digit", minute: "2-digit", timeZone: TIME_ZONE }),
);

/** The time of an instant, in Paris: `14 h 32` or `14:32`. */
export const formatTime = (at: Date, language: Language): string => {
  const time = timeFormat(language).format(at);
  return language === "fr" ? time.replace(":", "\u00a0h\u00a0") : time;
};

/** A calendar date `2027-03-03` without a time. */
export const formatDate = (on: string, language: Language): string =>
  withFirst(plainDateFormat(language).format(new Date(`${on}T00:00:00Z`)), language);

/** A French number in pairs as it is dialled at home, `04 65 71 00 01`; others as they are kept. */
export const formatPhone = (number: string): string =>
  /^\+33[1-9]\d{8}$/.test(number) ? `0${number.slice(3)}`.replace(/(\d\d)(?=\d)/g, "$1\u00a0") : number;

export const formatCount = (count: number | bigint, language: Language): string => grouping(language).format(count);

/** Whole percent of a whole, rounded down, so that 100 % is only shown when it is reached. */
export const percentOf = (part: bigint, whole: bigint): number => (whole <= 0n ? 0 : Number((part * 100n) / whole));

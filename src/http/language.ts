import { LANGUAGES, type Language } from "../i18n/text.ts";

/** The first language of the list that we speak; French where none is. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.trim().split(";");
      const q = parameters.find((parameter) => parameter.trim().startsWith("q="));
      return {
        language: known(tag.slice(0, 2).toLowerCase()),
        weight: q === undefined ? 1 : Number(q.trim().slice(2)),
      };
    })
    .filter((one) => one.language !== undefined && one.weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return wanted[0]?.language ?? "fr";
}

export const known = (tag: unknown): Language | undefined => LANGUAGES.find((language) => language === tag);

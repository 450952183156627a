import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language, Text } from "../i18n/text.ts";
import { frenchSpaces } from "./french-spaces.ts";

/** What the fields of a page are called: each tells it while it is drawn, a summary above them asks. */
export type FieldLabels = { readonly known: Map<string, Text>; areAsked: boolean };

/** What every component of a page may need to know; the layout provides it. */
export type Surroundings = {
  readonly language: Language;
  /** Signed token that forms carry against cross-site posts. */
  readonly formToken: string;
  /** One for each page shown: what is sent twice from it is one sending. */
  readonly formOnce?: string | undefined;
  readonly fieldLabels?: FieldLabels | undefined;
};

export const PageSurroundings = createContext<Surroundings>({ language: "fr", formToken: "" });

export const useLanguage = (): Language => useContext(PageSurroundings).language;

export const useSurroundings = (): Surroundings => useContext(PageSurroundings);

/** Turns a Text into the words of the person's language. */
export function useText(): (text: Text) => string {
  const language = useLanguage();
  return (text) => (language === "fr" ? frenchSpaces(text.fr) : text[language]);
}

import type { Language, Text } from "../i18n/text.ts";
import type { Letter } from "./mailer.ts";

export type LetterText = {
  readonly subject: Text;
  readonly paragraphs: readonly Text[];
  /** Below the link: why this letter came, and how to stop such letters. */
  readonly footer?: readonly Text[];
};

/** A letter in one language: paragraphs, then the link alone on its line, since mail programs make it clickable. */
export const letterOf = (
  to: string,
  language: Language,
  { subject, paragraphs, footer = [] }: LetterText,
  link: string,
  fundName: string,
): Letter => ({
  to,
  language,
  subject: subject[language],
  text: [
    HELLO[language],
    ...paragraphs.map((one) => one[language]),
    link,
    ...footer.map((one) => one[language]),
    fundName,
  ].join("\n\n"),
});

const HELLO: Text = { fr: "Bonjour,", en: "Hello," };

import type { Language, Text } from "../i18n/text.ts";
import type { Letter } from "./mailer.ts";

export type LetterText = { readonly subject: Text; readonly paragraphs: readonly Text[] };

/** A letter in one language: paragraphs, then the link alone on its line, since mail programs make it clickable. */
export const letterOf = (
  to: string,
  language: Language,
  { subject, paragraphs }: LetterText,
  link: string,
  fundName: string,
): Letter => ({
  to,
  language,
  subject: subject[language],
  text: [HELLO[language], ...paragraphs.map((one) => one[language]), link, fundName].join("\n\n"),
});

const HELLO: Text = { fr: "Bonjour,", en: "Hello," };

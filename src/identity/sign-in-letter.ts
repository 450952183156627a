import { z } from "zod";
import { LANGUAGES, type Language } from "../i18n/text.ts";
import { LINK_MINUTES } from "./auth.ts";
import { signInLetter } from "./messages.ts";

export type DeliverMail = (letter: {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly language: Language;
}) => Promise<void>;

const metadataShape = z.object({ language: z.enum(LANGUAGES), returnTo: z.string() });

/** Writes the letter of a sign-in link, in the language of the page it was asked on. */
export const letterOfLink =
  (baseUrl: string, fundName: string, deliverMail: DeliverMail) =>
  async (email: string, token: string, metadata: unknown): Promise<void> => {
    const { language, returnTo } = metadataShape.parse(metadata);
    const link = new URL("/connexion/lien", baseUrl);
    link.searchParams.set("jeton", token);
    link.searchParams.set("retour", returnTo);
    await deliverMail({ to: email, language, ...signInLetter(fundName, link.href, LINK_MINUTES)[language] });
  };

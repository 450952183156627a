import type { Deps } from "../deps.ts";
import type { Language } from "../i18n/text.ts";
import type { Form } from "./page-kit.tsx";
import type { FileBody } from "./send-file.ts";

export type OpenContext = {
  readonly deps: Deps;
  readonly fundName: string;
  /** As the address asks (`?lang=en`); French otherwise: the answer is the same for everybody. */
  readonly language: Language;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Form;
  readonly url: URL;
};

export type OpenAnswer = {
  readonly contentType: string;
  readonly body: FileBody;
  /** Offered for saving under this name; shown where it is opened otherwise. */
  readonly filename?: string;
  /** May stand inside a page of any other site. */
  readonly frameable?: boolean;
};

/**
 * What programs and other sites read: feeds, open data, the card. Nobody is recognised, no cookie is set, and everyone
 * gets the same answer, kept for some minutes.
 */
export type OpenRoute = {
  /** In express's manner. */
  readonly path: string;
  readonly run: (context: OpenContext) => Promise<OpenAnswer>;
};

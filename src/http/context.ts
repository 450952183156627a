import type { RequestHandler } from "express";
import type { Deps } from "../deps.ts";
import type { Language } from "../i18n/text.ts";
import type { Visitor } from "./api-kit.ts";
import type { Viewing } from "./viewing.ts";

/** Who sent a request, read fresh from the database. */
export type Visit = {
  readonly actor: Visitor;
  /** The language of the account, where there is one. */
  readonly language: Language | undefined;
  /** Cookies of a session that was prolonged. */
  readonly setCookies: readonly string[];
  /** Staff roles the person has and may not use before setting up a second factor. */
  readonly rolesWithheld: boolean;
  /** Of a browser's session; undefined with a token, and for guests. */
  readonly sessionId?: string;
  /** Support looks: `actor` is the person looked at, `viewing` says who looks. */
  readonly viewing?: Viewing;
  /** A visit of support ended in this browser: what was still sent from its pages must do nothing. */
  readonly viewingOver?: true;
};

export type HttpContext = {
  readonly deps: Deps;
  /** Session cookie or `Authorization: Bearer` to person. @throws AppError 401 for a token that is not valid. */
  readonly recognise: (headers: Headers) => Promise<Visit>;
  /** Origins a form may lead to besides our own: Stripe's payment pages. */
  readonly formOrigins: readonly string[];
  /** Reached over https: cookies are Secure. */
  readonly secure: boolean;
  readonly fundName: string;
  /** How many decisions wait for a member of staff: the number beside the menu entry. */
  readonly countDecisions: (actor: Visitor) => Promise<number>;
  /** Writes down what support opens during a visit. */
  readonly notePage: (viewing: Viewing, method: string, path: string) => Promise<void>;
  readonly limits: Limits;
};

export type Limits = {
  /** For every page and API request. */
  readonly general: RequestHandler;
  /** For sign-in, codes and the like. */
  readonly sensitive: RequestHandler;
};

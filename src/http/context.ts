import type { RequestHandler } from "express";
import type { Deps } from "../deps.ts";
import type { Language } from "../i18n/text.ts";
import type { Visitor } from "./api-kit.ts";

/** Who sent a request, read fresh from the database. */
export type Visit = {
  readonly actor: Visitor;
  /** The language of the account, where there is one. */
  readonly language: Language | undefined;
  /** Cookies of a session that was prolonged. */
  readonly setCookies: readonly string[];
  /** Staff roles the person has and may not use before setting up a second factor. */
  readonly rolesWithheld: boolean;
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
  readonly limits: Limits;
};

export type Limits = {
  /** For every page and API request. */
  readonly general: RequestHandler;
  /** For sign-in, codes and the like. */
  readonly sensitive: RequestHandler;
};

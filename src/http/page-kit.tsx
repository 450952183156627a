import type { VNode } from "preact";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import type { Language, Text } from "../i18n/text.ts";
import type { PageHead } from "../ui/document-head.tsx";
import type { Access, User, Visitor } from "./api-kit.ts";
import type { FileBody } from "./send-file.ts";
import type { Viewing } from "./viewing.ts";

/** A form as it was sent: a field once, or several times (check boxes). */
export type Form = Readonly<Record<string, string | string[]>>;

/** A file of a `multipart/form-data` form; the whole form holds at most 11 MB. */
export type SentFile = { readonly filename: string; readonly bytes: Uint8Array; readonly text: string };

export type PageContext<A extends Access = Access> = {
  readonly deps: Deps;
  readonly actor: A extends "signed-in" ? User : Visitor;
  readonly language: Language;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | string[]>>;
  /** Empty on GET. */
  readonly form: Form;
  readonly files: Readonly<Record<string, SentFile>>;
  readonly url: URL;
  /** The request's headers, for the pages of sign-in. */
  readonly headers: Headers;
  readonly sessionId: string | undefined;
  /** A visit of support under way. */
  readonly viewing: Viewing | undefined;
};

type Common = {
  readonly setCookies?: readonly string[];
  /** The person left: pages this browser still holds are thrown away (shared computers). */
  readonly left?: true;
};

export type PageResult =
  | (Common & {
      readonly kind: "page";
      readonly status?: number;
      readonly title: Text;
      readonly body: VNode;
      /** Of a page for everybody: told to search engines and networks too. */
      readonly description?: Text;
      readonly about?: PageHead;
      /** `wide` for tables and queues; reading width otherwise. */
      readonly width?: "wide" | "reading";
      /** Loads the page again after so many seconds: for a state that is about to change. */
      readonly refreshSeconds?: number;
    })
  /** 303. A path of ours, or an address whose origin the configuration allows (Stripe's payment page). */
  | (Common & { readonly kind: "redirect"; readonly to: string })
  /** For the page's own script. */
  | (Common & { readonly kind: "data"; readonly status?: number; readonly data: Readonly<Record<string, unknown>> })
  | (Common & {
      readonly kind: "file";
      readonly contentType: string;
      readonly filename: string;
      readonly body: FileBody;
    });

type PageMethod = "get" | "post";

export type PageRoute = {
  readonly method: PageMethod;
  readonly path: string;
  readonly access: Access;
  /** The form carries files (`multipart/form-data`). */
  readonly upload: boolean;
  /** Sign-in and the like: the stricter rate limit applies. */
  readonly sensitive: boolean;
  readonly run: (context: PageContext) => Promise<PageResult>;
};

type PageSpec<A extends Access> = {
  readonly method: PageMethod;
  /** In express's manner: `/collectes/:slug`. French. */
  readonly path: string;
  readonly access: A;
  readonly upload?: boolean;
  readonly sensitive?: boolean;
  readonly run: (context: PageContext<A>) => Promise<PageResult>;
};

/** One page, or one form's POST. Errors thrown become a page in the person's language. */
export function pageRoute<A extends Access>(spec: PageSpec<A>): PageRoute {
  return {
    method: spec.method,
    path: spec.path,
    access: spec.access,
    upload: spec.upload ?? false,
    sensitive: spec.sensitive ?? false,
    run: (context) => spec.run(context as PageContext<A>),
  };
}

export const page = (title: Text, body: VNode, more: Omit<PageOf<"page">, "kind" | "title" | "body"> = {}) =>
  ({ kind: "page", title, body, ...more }) as const satisfies PageResult;

type PageOf<K extends PageResult["kind"]> = Extract<PageResult, { kind: K }>;

export const redirect = (to: string): PageResult => ({ kind: "redirect", to });

/**
 * Tries a form's action; where the person can correct something, shows `again` with the errors and what was typed.
 * Other failures go on to the error page.
 */
export async function tryForm(
  act: () => Promise<PageResult>,
  again: (error: AppError) => Promise<PageResult> | PageResult,
): Promise<PageResult> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError) || !ANSWERED_BY_FORM.has(error.status)) throw error;
    const shown = await again(error);
    return shown.kind === "page" ? { status: error.status, ...shown } : shown;
  }
}

const ANSWERED_BY_FORM = new Set<number>([409, 412, 422, 429, 503]);

/** One value of a field sent once or more; "" where it is absent. */
export const field = (values: Form, name: string): string => {
  const value = values[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
};

/** Every value of a field (check boxes). */
export const fieldValues = (values: Form, name: string): readonly string[] => {
  const value = values[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

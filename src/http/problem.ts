import type { Response } from "express";
import type { AppError } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { knownFailure } from "./failures.ts";
import { internalError } from "./messages.ts";

/** RFC 9457, with the failing fields and both languages. */
type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors: readonly { readonly field: string; readonly fr: string; readonly en: string }[];
  readonly fr: string;
  readonly en: string;
};

export type ProblemAnswer = {
  readonly problem: Problem;
  readonly known: AppError | undefined;
};

export function problemOf(error: unknown, baseUrl: string, language: Language): ProblemAnswer {
  const known = knownFailure(error);
  const text = known?.text ?? internalError;
  const errors = (known?.fields ?? []).map(({ field, message }) => ({ field, ...message }));
  const problem = {
    type: `${baseUrl}/problems/${known?.type ?? "internal-error"}`,
    title: text[language],
    status: known?.status ?? 500,
    detail: [text[language], ...errors.map((one) => `${one.field}: ${one[language]}`)].join(" "),
    errors,
    fr: text.fr,
    en: text.en,
  };
  return { problem, known };
}

export function sendProblem(response: Response, { problem, known }: ProblemAnswer): void {
  if (known?.retryAfterSeconds !== undefined) response.set("Retry-After", String(known.retryAfterSeconds));
  if (problem.status === 401) response.set("WWW-Authenticate", 'Bearer realm="api"');
  response.status(problem.status).set("Cache-Control", "no-store").type("application/problem+json");
  response.send(JSON.stringify(problem));
}

import type { Deps } from "../deps.ts";
import { type ErasureSubject, erasureUrl } from "../personal-data/erasure-link.ts";
import { findPersonToErase } from "../personal-data/erasure-person.ts";
import { LETTER } from "../personal-data/messages.ts";
import { letterOf } from "./letter-text.ts";
import type { Letter } from "./mailer.ts";

/** The link that erases, to the address that is erased by it. */
async function erasureAsked(deps: Deps, subject: ErasureSubject): Promise<Letter | undefined> {
  const person = await findPersonToErase(deps.db, deps.fundId, subject);
  if (person === undefined) return undefined;
  const text = { subject: LETTER.subject, paragraphs: [LETTER.asked], footer: [LETTER.notYou] };
  const link = await erasureUrl(deps, subject);
  return letterOf(person.email, person.language, text, link, deps.bankAccount.name);
}

export const erasureLetters = {
  "erasure-asked": (deps: Deps, id: string) => erasureAsked(deps, { kind: "compte", id }),
  "guest-erasure-asked": (deps: Deps, id: string) => erasureAsked(deps, { kind: "don", id }),
} as const;

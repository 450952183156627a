import type { Deps } from "../deps.ts";
import type { User } from "../http/api-kit.ts";
import type { Language } from "../i18n/text.ts";
import { readAccount } from "./read-account.ts";
import { readGifts } from "./read-gifts.ts";
import { readActs, readWritings } from "./read-words.ts";
import type { Section } from "./section.ts";

const ACTS_ON_PAGE = 100;

/** Everything held about the person signed in, part by part. `acts`: all of them in the file, the first on the page. */
export async function readPersonalData(
  deps: Deps,
  actor: User,
  language: Language,
  acts: "all" | "some",
): Promise<readonly Section[]> {
  const person = { userId: actor.userId, email: actor.email };
  return [
    ...(await readAccount(deps, person, language)),
    ...(await readGifts(deps, actor, person, language)),
    await readWritings(deps, person, language),
    await readActs(deps, person, language, acts === "all" ? undefined : ACTS_ON_PAGE),
  ];
}

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UnusableFile } from "../csv/finding.ts";
import { AppError } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { printBooks } from "../ledger/print-books.ts";
import { runUntilSignal } from "../start/run-until-signal.ts";
import type { Unwinding } from "../start/unwinding.ts";
import { StoryStuck } from "./eventually.ts";
import { PLACES_FILE } from "./places-file.ts";
import { openStage } from "./stage.ts";
import { playStory } from "./story.ts";
import { secondsSinceStart, teller } from "./tell.ts";
import { TITLES } from "./titles.ts";

const USAGE = "npm run demo -- [--places LIEUX.csv] [--lang fr|en]";

const say = (line: string) => process.stdout.write(`${line}\n`);

/** `npm run demo`: the whole job in one terminal; exits 1 when something does not come true or an invariant breaks. */
await runUntilSignal(async (opened) => {
  const { placesFile, language } = readArguments();
  const faults = await play(opened, placesFile, language).catch((error: unknown) => {
    // Ctrl-C closed what the story stood on: that is no failure of its own.
    if (opened.closing) return new Promise<never>(() => {});
    return [sentenceOf(error, language)];
  });
  await opened.close();
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exit(faults.length === 0 ? 0 : 1);
});

async function play(opened: Unwinding, placesFile: string, language: Language): Promise<readonly string[]> {
  const tell = teller(language, say);
  const stage = await tell(TITLES.stage, async () => ({
    ...(await openStage(opened)),
    told: {
      fr: "PostgreSQL, Stripe (bac à sable), pages, tâches : tout est prêt, dans un dossier temporaire.",
      en: "PostgreSQL, Stripe (sandbox), pages, jobs: all is ready, in a temporary folder.",
    },
  }));
  const { books, faults } = await playStory(stage, placesFile, tell);
  say(`\n${printBooks(books)}`);
  const seconds = secondsSinceStart(language);
  const ending = { fr: `Tout s’est passé comme prévu, en ${seconds} s.`, en: `All went as planned, in ${seconds} s.` };
  if (faults.length === 0) say(ending[language]);
  return faults;
}

function readArguments(): { readonly placesFile: string; readonly language: Language } {
  try {
    const options = { places: { type: "string" }, lang: { type: "string", default: "fr" } } as const;
    const { places, lang } = parseArgs({ options }).values;
    if (lang === "fr" || lang === "en") {
      return { placesFile: places === undefined ? PLACES_FILE : resolve(places), language: lang };
    }
  } catch {
    // An unknown option: the usage says it all.
  }
  process.stderr.write(`${USAGE}\n`);
  process.exit(1);
}

function sentenceOf(error: unknown, language: Language): string {
  if (error instanceof StoryStuck) {
    return { fr: "L’histoire s’arrête, ceci n’est pas arrivé : ", en: "The story stops, this did not come true: " }[
      language
    ].concat(error.text[language]);
  }
  if (error instanceof UnusableFile || error instanceof AppError) return error.text[language];
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

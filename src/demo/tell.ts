import type { Language, Text } from "../i18n/text.ts";

/** What a scene brought about, and the sentence that tells it. */
export type Told<T extends object = object> = T & { readonly told: Text };

export type Teller = <T extends object>(title: Text, scene: () => Promise<Told<T>>) => Promise<T>;

/** Plays scene after scene and writes one line for each: its number, the seconds since the start, what came of it. */
export function teller(language: Language, write: (line: string) => void): Teller {
  let steps = 0;
  return async (title, scene) => {
    const outcome = await scene();
    steps += 1;
    const seconds = secondsSinceStart(language).padStart(5);
    write(`${String(steps).padStart(2)}  ${seconds} s  ${title[language]} ${outcome.told[language]}`);
    return outcome;
  };
}

/** Of this process, its own loading included. */
export function secondsSinceStart(language: Language): string {
  const seconds = (performance.now() / 1_000).toFixed(1);
  return language === "fr" ? seconds.replace(".", ",") : seconds;
}

import { setTimeout as wait } from "node:timers/promises";
import type { Text } from "../i18n/text.ts";

/** A step of the story that did not come true within its patience. */
export class StoryStuck extends Error {
  override readonly name = "StoryStuck";
  readonly text: Text;

  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}

type Waiting = {
  /** Done at once and every second until it is so. */
  readonly nudge?: () => Promise<void>;
  readonly patienceMs?: number;
};

const LOOK_MS = 40;
const NUDGE_MS = 1_000;

/**
 * Looks again and again until there is an answer.
 * @throws StoryStuck naming what did not come true
 */
export async function eventually<T>(
  what: Text,
  look: () => Promise<T | undefined>,
  { nudge, patienceMs = 30_000 }: Waiting = {},
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (let nudgeAt = performance.now(); ; ) {
    if (nudge !== undefined && performance.now() >= nudgeAt) {
      await nudge();
      nudgeAt = performance.now() + NUDGE_MS;
    }
    const answer = await look();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new StoryStuck(what);
    await wait(LOOK_MS);
  }
}

/** For a scene whose outcome is there at once: it is as told, or the story stops. */
export function expectThat(isSo: boolean, what: Text): void {
  if (!isSo) throw new StoryStuck(what);
}

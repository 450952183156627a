import type { Deps } from "../deps.ts";
import { type Figures, readFigures } from "./read-figures.ts";

const FRESH_MS = 300_000;
/** A service nobody asked for an hour reads anew rather than show what it once read. */
const SHOWN_MS = 3_600_000;

type Kept = { figures: Promise<Figures>; readAtMs: number; next: Promise<void> | undefined };
const keptByFund = new Map<string, Kept>();

/**
 * The figures as they were read lately: however many people ask, the journal is read once for all of them, and nobody
 * but the first waits for it. What is older than five minutes is shown once more while it is read anew.
 */
export function recentFigures(deps: Deps, nowMs = performance.now()): Promise<Figures> {
  const kept = keptByFund.get(deps.fundId);
  if (kept === undefined || nowMs - kept.readAtMs >= SHOWN_MS) return readFirst(deps, nowMs);
  if (nowMs - kept.readAtMs >= FRESH_MS) kept.next ??= readAgain(deps, kept, nowMs);
  return kept.figures;
}

function readFirst(deps: Deps, nowMs: number): Promise<Figures> {
  const figures = readFigures(deps);
  keptByFund.set(deps.fundId, { figures, readAtMs: nowMs, next: undefined });
  figures.catch(() => keptByFund.delete(deps.fundId));
  return figures;
}

async function readAgain(deps: Deps, kept: Kept, nowMs: number): Promise<void> {
  try {
    kept.figures = Promise.resolve(await readFigures(deps));
    kept.readAtMs = nowMs;
  } catch (error) {
    deps.log.warn({ err: error }, "published figures could not be read anew");
  } finally {
    kept.next = undefined;
  }
}

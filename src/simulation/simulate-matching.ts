import type { Transaction } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { giftShift, type SimulatedGift } from "../domain/simulation/gift.ts";
import type { RuleOutcome } from "../domain/simulation/result.ts";
import { InvariantViolation } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { crowdPlan } from "./crowd-plan.ts";
import type { CrowdInput, PastInput, PlayedRuleInput } from "./forms.ts";
import { type FileGifts, giftsOfFile } from "./gifts-of-file.ts";
import { type PlayedRule, readPlayedRules } from "./play-rule.ts";
import { readSimulator } from "./queries.ts";
import { type GiftFile, readGiftFile } from "./read-gift-file.ts";
import { readPastGifts } from "./read-past-gifts.ts";
import type { SimulationTask } from "./thread-work.ts";
import { type SimulationThread, withThread } from "./with-thread.ts";

type CsvAsked = { readonly source: "csv"; readonly bytes: Uint8Array; readonly shifted: boolean };

export type SimulationAsked = {
  readonly rules: readonly PlayedRuleInput[];
  readonly gifts: PastInput | CrowdInput | CsvAsked;
};

export type SimulationReport = {
  readonly rules: readonly (PlayedRule & { readonly outcome: RuleOutcome })[];
  /** What the uploaded file held that was not played. */
  readonly file: (Omit<FileGifts, "gifts"> & { readonly playedRows: number }) | undefined;
  /** Every gift with its answers, where that was asked. */
  readonly csv: string | undefined;
};

/**
 * Plays one rule, or two side by side, each alone on the same gifts (M13). Nothing is written: the fund's own data are
 * read in a read-only transaction, which ends before the gifts are played; an uploaded file is kept nowhere.
 */
export async function simulateMatching(
  deps: Pick<Deps, "db" | "fundId">,
  actor: Actor,
  asked: SimulationAsked,
  { csv }: { readonly csv?: Language | undefined } = {},
): Promise<SimulationReport> {
  const { db, fundId } = deps;
  await readSimulator(db, fundId, actor);
  const file = asked.gifts.source === "csv" ? await readGiftFile(asked.gifts.bytes) : undefined;
  return withThread(async (open) => {
    const read = await db.transaction((tx) => handGifts(tx, fundId, actor, { asked, file, csv }, open), READ_ONLY);
    const done = await read.thread.finish();
    return {
      rules: read.rules.map((rule, index) => ({ ...rule, outcome: done.outcomes[index] ?? neverPlayed() })),
      file: read.file,
      csv: done.csv,
    };
  });
}

const READ_ONLY = { isolationLevel: "repeatable read", accessMode: "read only" } as const;

type ToRead = {
  readonly asked: SimulationAsked;
  readonly file: GiftFile | undefined;
  readonly csv: Language | undefined;
};

async function handGifts(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  { asked, file, csv }: ToRead,
  open: (task: SimulationTask) => SimulationThread,
) {
  const played = await readPlayedRules(tx, fundId, actor, asked.rules);
  const rules = played.map(({ rule }) => rule);
  const fileGifts = file === undefined ? undefined : await giftsOfFile(tx, file, potsOf(played));
  const thread = open({
    setUps: played.map(({ rule, potCents }) => ({ rules: [rule], pots: new Map([[rule.potId, potCents]]) })),
    crowd: asked.gifts.source === "crowd" ? crowdPlan(asked.gifts, rules) : undefined,
    csv,
  });
  const hand = asked.gifts.source !== "crowd" && asked.gifts.shifted ? shiftedTo(rules, thread.hand) : thread.hand;
  if (asked.gifts.source === "past") {
    const partners = new Map(played.map(({ rule, partnerIds }) => [rule.potId, partnerIds]));
    for await (const gifts of readPastGifts(tx, fundId, asked.gifts, partners)) hand(gifts);
  }
  for await (const gifts of inParts(fileGifts?.gifts ?? [])) hand(gifts);
  return { thread, rules: played, file: fileGifts && withoutGifts(fileGifts) };
}

const potsOf = (played: readonly PlayedRule[]): readonly string[] => played.map(({ rule }) => rule.potId);

const withoutGifts = ({ gifts, ...told }: FileGifts) => ({ ...told, playedRows: gifts.length });

type Hand = SimulationThread["hand"];

/** Moves all gifts, so that the first falls on the first day of the first rule. */
function shiftedTo(rules: readonly MatchingRule[], hand: Hand): Hand {
  const startsAt = rules[0]?.startsAt;
  let shift: ((gift: SimulatedGift) => SimulatedGift) | undefined;
  return (gifts) => {
    const first = gifts[0]?.facts.recordedAt;
    if (shift === undefined && first !== undefined && startsAt !== undefined) shift = giftShift(first, startsAt);
    hand(shift === undefined ? gifts : gifts.map(shift));
  };
}

const PART = 2_000;

/** Part by part, with room for other work between two. */
async function* inParts(gifts: readonly SimulatedGift[]): AsyncGenerator<readonly SimulatedGift[]> {
  for (let at = 0; at < gifts.length; at += PART) {
    yield gifts.slice(at, at + PART);
    await new Promise(setImmediate);
  }
}

const neverPlayed = (): never => {
  throw new InvariantViolation("a simulation left out one of its rules");
};

import { and, asc, eq, inArray } from "drizzle-orm";
import { matchEvents, matchReductions } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Text } from "../i18n/text.ts";
import { formatDay, formatEuros } from "../ui/format.ts";
import type { Viewer } from "./explain.ts";
import { BY_PERSON, EVENTS, type MatchEventKind, NOT_SAID, REDUCED } from "./history-messages.ts";

/** Something that happened to a match, with its cents, and in words. */
export type MatchChange = {
  readonly kind: MatchEventKind;
  readonly amountCents: bigint;
  readonly occurredAt: Date;
  readonly text: Text;
};

type Event = typeof matchEvents.$inferSelect;
type Reduction = Pick<typeof matchReductions.$inferSelect, "matchId" | "cause" | "amountCents">;

/** What happened to each of these matches since it was reserved, oldest first (M4, M10). */
export async function readHistories(
  { db, fundId }: Deps,
  matchIds: readonly string[],
  viewer: Viewer,
): Promise<ReadonlyMap<string, readonly MatchChange[]>> {
  if (matchIds.length === 0) return new Map();
  const ids = [...matchIds];
  const events = await db
    .select()
    .from(matchEvents)
    .where(and(eq(matchEvents.fundId, fundId), inArray(matchEvents.matchId, ids)))
    .orderBy(asc(matchEvents.occurredAt), asc(matchEvents.id));
  const reductions = await db
    .select({
      matchId: matchReductions.matchId,
      cause: matchReductions.cause,
      amountCents: matchReductions.amountCents,
    })
    .from(matchReductions)
    .where(and(eq(matchReductions.fundId, fundId), inArray(matchReductions.matchId, ids)))
    .orderBy(asc(matchReductions.id));
  return new Map(
    ids.map((id) => [
      id,
      inWords(
        events.filter((event) => event.matchId === id),
        reductions.filter((reduction) => reduction.matchId === id),
        viewer,
      ),
    ]),
  );
}

/** Both lists are in the order in which things happened, so that the first reduction of an amount caused its first event. */
function inWords(events: readonly Event[], reductions: readonly Reduction[], viewer: Viewer): readonly MatchChange[] {
  const left = [...reductions];
  return events.map(({ kind, amountCents, occurredAt }) => {
    const known = kind as MatchEventKind;
    const isLower = known === "released" || known === "reversed" || known === "clawback_due";
    const at = isLower ? left.findIndex((reduction) => reduction.amountCents === amountCents) : -1;
    const [reduction] = at < 0 ? [] : left.splice(at, 1);
    const why = reduction === undefined ? undefined : causeOf(reduction.cause, viewer);
    return { kind: known, amountCents, occurredAt, text: sentence(known, amountCents, occurredAt, why) };
  });
}

/** That two accounts are one person's is theirs to know (X6). */
const causeOf = (cause: string, viewer: Viewer): Text =>
  cause === "same_person" && (viewer === "holder" || viewer === "partner") ? BY_PERSON : (REDUCED[cause] ?? NOT_SAID);

function sentence(kind: MatchEventKind, amountCents: bigint, at: Date, why: Text | undefined): Text {
  const said = (language: keyof Text) => {
    const what = EVENTS[kind][language](formatEuros(amountCents, language), formatDay(at, language));
    return why === undefined ? `${what}.` : `${what}${language === "fr" ? " : " : ": "}${why[language]}.`;
  };
  return { fr: said("fr"), en: said("en") };
}

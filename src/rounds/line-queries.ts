import { and, asc, eq, gt, sql } from "drizzle-orm";
import { roundLines } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { findRound } from "./find-round.ts";
import { partnerCode, publicCode } from "./gift-codes.ts";
import { linesOf, namesOf, SMALL_CELL } from "./summary.ts";

/** A gift in a published round, under a code name. What would tell of a single person is left out for the public (X6). */
export type PublishedLine = {
  readonly code: string;
  /** Empty for a gift to a campaign of few donors, unless all may be seen. */
  readonly campaignTitle: string | null;
  readonly campaignSlug: string | null;
  readonly giftCents: bigint | null;
  readonly isEligible: boolean;
  readonly reason: string;
  /** Left out with the gift's amount: of few gifts, a share tells the amount. */
  readonly amountCents: bigint | null;
};

type Request = {
  readonly roundId: string;
  readonly version: number;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

/** The gifts of one version of a result, in an order that tells nothing of when they were given. */
export async function listLines(deps: Deps, actor: Actor, request: Request): Promise<Page<PublishedLine>> {
  const { roundId, version, limit, cursor } = request;
  const round = await findRound(deps.db, deps.fundId, roundId);
  if (round === undefined || round.latestResult === undefined || version > round.latestResult || version < 1)
    throw notFound();
  const seesAll = permits(actor, "pot.read", round.partnerId);
  const list = `round-lines:${roundId}:${version}`;
  const [after] = decodeCursor(deps.cipher, list, cursor) ?? [];
  const place = sql<string>`md5(${roundLines.pledgeId}::text)`;
  const rows = await deps.db
    .select({ line: roundLines, place })
    .from(roundLines)
    .where(
      and(
        eq(roundLines.fundId, deps.fundId),
        eq(roundLines.ruleId, roundId),
        eq(roundLines.version, version),
        after === undefined ? undefined : gt(place, after),
      ),
    )
    .orderBy(asc(place))
    .limit(limit + 1);
  const page = toPage(deps.cipher, list, rows, limit, (row) => [row.place]);
  const show = await publisher(deps, round, seesAll, roundId, version);
  return { ...page, items: page.items.map(({ line }) => show(line)) };
}

type Line = typeof roundLines.$inferSelect;

/** Turns lines of one version into what the reader may see of them. */
export async function publisher(
  deps: Deps,
  round: { readonly partnerId: string },
  seesAll: boolean,
  roundId: string,
  version: number,
): Promise<(line: Line) => PublishedLine> {
  const lines = await linesOf(deps, roundId, version);
  const names = await namesOf(
    deps,
    lines.map((line) => line.campaignId),
  );
  const donors = new Map<string, Set<string>>();
  for (const line of lines)
    if (line.isEligible) donors.set(line.campaignId, (donors.get(line.campaignId) ?? new Set()).add(line.donorId));
  return (line) => {
    const isShown = seesAll || (donors.get(line.campaignId)?.size ?? 0) >= SMALL_CELL;
    const name = isShown ? names.get(line.campaignId) : undefined;
    return {
      code: seesAll ? partnerCode(deps, round.partnerId, line.pledgeId) : publicCode(deps, roundId, line.pledgeId),
      campaignTitle: name?.title ?? null,
      campaignSlug: name?.slug ?? null,
      giftCents: isShown ? line.baseCents : null,
      isEligible: line.isEligible,
      reason: line.reason,
      amountCents: isShown ? line.amountCents : null,
    };
  };
}

import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { findRound } from "./find-round.ts";
import { type PublishedLine, publisher } from "./line-queries.ts";
import { linesOf, namesOf } from "./summary.ts";

export type ChangedCampaign = {
  readonly title: string;
  readonly slug: string;
  readonly beforeCents: bigint;
  readonly afterCents: bigint;
};

export type ChangedGift = { readonly before: PublishedLine | undefined; readonly after: PublishedLine };

export type Comparison = {
  readonly campaigns: readonly ChangedCampaign[];
  readonly changedGifts: number;
  /** The first of those the reader may see, with those whose reason changed before the others. */
  readonly gifts: readonly ChangedGift[];
};

const MOST_SHOWN = 50;

/** What a version changed against the one before it; 404 for the first, which changed nothing. */
export async function compareVersions(deps: Deps, actor: Actor, roundId: string, version: number): Promise<Comparison> {
  const round = await findRound(deps.db, deps.fundId, roundId);
  if (round?.latestResult === undefined || version > round.latestResult || version < 2) throw notFound();
  const [before, after] = [await linesOf(deps, roundId, version - 1), await linesOf(deps, roundId, version)];
  const known = new Map(before.map((line) => [line.pledgeId, line]));
  const changed = after.filter((line) => {
    const old = known.get(line.pledgeId);
    return old?.amountCents !== line.amountCents || old.isEligible !== line.isEligible;
  });
  const turned = (pledgeId: string, isEligible: boolean) => known.get(pledgeId)?.isEligible !== isEligible;
  const inOrder = changed.toSorted(
    (a, b) => Number(turned(b.pledgeId, b.isEligible)) - Number(turned(a.pledgeId, a.isEligible)),
  );
  const show = await publisher(deps, round, permits(actor, "pot.read", round.partnerId), roundId, version);
  return {
    campaigns: await changedCampaigns(deps, before, after),
    changedGifts: changed.length,
    gifts: inOrder
      .map((line) => {
        const old = known.get(line.pledgeId);
        return { before: old === undefined ? undefined : show(old), after: show(line) };
      })
      .filter(({ after: shown }) => shown.amountCents !== null)
      .slice(0, MOST_SHOWN),
  };
}

type Lines = Awaited<ReturnType<typeof linesOf>>;

async function changedCampaigns(deps: Deps, before: Lines, after: Lines): Promise<readonly ChangedCampaign[]> {
  const sums = new Map<string, { beforeCents: bigint; afterCents: bigint }>();
  const sumOf = (id: string) => sums.get(id) ?? { beforeCents: 0n, afterCents: 0n };
  for (const { campaignId: id, amountCents } of before)
    sums.set(id, { ...sumOf(id), beforeCents: sumOf(id).beforeCents + amountCents });
  for (const { campaignId: id, amountCents } of after)
    sums.set(id, { ...sumOf(id), afterCents: sumOf(id).afterCents + amountCents });
  const names = await namesOf(deps, [...sums.keys()]);
  return [...sums].flatMap(([id, sum]) => {
    const name = names.get(id);
    return name === undefined || sum.beforeCents === sum.afterCents ? [] : [{ ...name, ...sum }];
  });
}

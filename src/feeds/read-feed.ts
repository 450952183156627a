import { lastChanges } from "../campaigns/change-queries.ts";
import { lastDayBefore } from "../campaigns/paris-days.ts";
import { type CampaignSearch, type PublicCard, searchCampaigns } from "../campaigns/search-campaigns.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import type { Language } from "../i18n/text.ts";
import { told } from "./messages.ts";

const MOST = 100;

export type FeedItem = {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly lastDay: string;
  /** When it opened, or its goal or last day were changed. */
  readonly changedAt: Date;
  readonly summary: string;
};

/** The open campaigns a search finds, the first hundred to end. */
export async function readFeed(deps: Deps, search: CampaignSearch, language: Language) {
  const { items } = await searchCampaigns(deps, { ...search, limit: MOST, cursor: undefined });
  const changes = await lastChanges(
    deps.db,
    deps.fundId,
    items.map(({ id }) => id),
  );
  const found = items.map((card) => toItem(deps.baseUrl, card, changes.get(card.id), language));
  const newest = Math.max(...found.map(({ changedAt }) => changedAt.getTime()));
  return { items: found, changedAt: found.length === 0 ? await fundNow(deps.db) : new Date(newest) };
}

function toItem(baseUrl: string, card: PublicCard, changedAt: Date | undefined, language: Language): FeedItem {
  const lastDay = lastDayBefore(card.deadlineAt);
  return {
    id: card.id,
    title: card.title,
    href: `${baseUrl}/collectes/${card.slug}`,
    lastDay,
    changedAt: changedAt ?? card.openedAt ?? card.startsAt,
    summary: told(card, lastDay)[language],
  };
}

import { readSearch, searchHref, typedSearch } from "../campaigns/typed-search.ts";
import type { OpenContext, OpenRoute } from "../http/open-kit.ts";
import { writeAtom } from "./atom.ts";
import { writeCalendar } from "./calendar.ts";
import { feedOf, lastDayOf } from "./messages.ts";
import { readFeed } from "./read-feed.ts";

const asked = ({ query }: OpenContext) => typedSearch({ ...query, suite: "" });

/** Open campaigns for news readers and calendars; narrowed by the fields of the search page. */
export const feedRoutes: readonly OpenRoute[] = [
  {
    path: "/collectes.atom",
    run: async (context) => {
      const { deps, fundName, language, url } = context;
      const { items, changedAt } = await readFeed(deps, readSearch(asked(context)), language);
      const body = writeAtom({
        title: feedOf(fundName)[language],
        author: fundName,
        language,
        selfHref: url.href,
        href: deps.baseUrl + searchHref(asked(context)),
        updatedAt: changedAt,
        entries: items.map((item) => ({ ...item, id: `urn:uuid:${item.id}`, updatedAt: item.changedAt })),
      });
      return { contentType: "application/atom+xml; charset=utf-8", body };
    },
  },
  {
    path: "/collectes.ics",
    run: async (context) => {
      const { deps, fundName, language } = context;
      const { items } = await readFeed(deps, readSearch(asked(context)), language);
      const events = items.map((item) => ({
        uid: `collecte-${item.id}@${new URL(deps.baseUrl).hostname}`,
        on: item.lastDay,
        title: lastDayOf(item.title)[language],
        description: `${item.summary}\n${item.href}`,
        href: item.href,
        changedAt: item.changedAt,
      }));
      const body = writeCalendar(feedOf(fundName)[language], events);
      return { contentType: "text/calendar; charset=utf-8", filename: "collectes.ics", body };
    },
  },
];

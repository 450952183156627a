import { searchHref, type TypedSearch } from "../campaigns/typed-search.ts";
import type { Language } from "../i18n/text.ts";
import type { Feed } from "../ui/document-head.tsx";
import { FEEDS } from "./messages.ts";

/** The feed and the calendar of what a search finds, in the language of whoever asks. */
export function feedsOf(typed: TypedSearch, language: Language): readonly Feed[] {
  const [, asked = ""] = searchHref({ ...typed, suite: "" }).split("?");
  const query = new URLSearchParams(asked);
  if (language !== "fr") query.set("lang", language);
  const end = query.size === 0 ? "" : `?${query}`;
  return [
    { href: `/collectes.atom${end}`, type: "application/atom+xml", title: FEEDS.atom },
    { href: `/collectes.ics${end}`, type: "text/calendar", title: FEEDS.calendar },
  ];
}

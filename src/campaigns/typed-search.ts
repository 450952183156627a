import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import type { CampaignSearch } from "./search-campaigns.ts";
import { campaignQuery } from "./search-forms.ts";

/** The page's names of what the API's query calls otherwise. */
const NAMES = {
  q: "q",
  departement: "departement",
  theme: "category",
  lieu: "placeType",
  service: "service",
  territoire: "territory",
  abonde: "matched",
  bientot: "endsSoon",
  suite: "cursor",
} as const;

type Name = keyof typeof NAMES;

const ALL = Object.keys(NAMES).filter((name): name is Name => name in NAMES);

/** A search as its address says it; "" where nothing is asked. */
export type TypedSearch = Readonly<Record<Name, string>>;

export const NOTHING_TYPED: TypedSearch = {
  q: "",
  departement: "",
  theme: "",
  lieu: "",
  service: "",
  territoire: "",
  abonde: "",
  bientot: "",
  suite: "",
};

export const typedSearch = (query: Form): TypedSearch => ({
  ...NOTHING_TYPED,
  ...Object.fromEntries(ALL.map((name) => [name, field(query, name).trim()])),
});

/** @throws AppError 422 with the fields to correct, as the page names them */
export function readSearch(typed: TypedSearch): CampaignSearch {
  const asked = ALL.filter((name) => typed[name] !== "").map((name) => [
    NAMES[name],
    TICKED[typed[name]] ?? typed[name],
  ]);
  return readBody(
    campaignQuery,
    { limit: 12, ...Object.fromEntries(asked) },
    { nameOf: (name) => ALL.find((one) => NAMES[one] === name) ?? name },
  );
}

/** A check box of a page says `on`. */
const TICKED: Readonly<Record<string, string>> = { on: "true" };

export const searchHref = (typed: TypedSearch): string => {
  const said = ALL.flatMap((name) => (typed[name] === "" ? [] : [[name, typed[name]]]));
  return `/collectes${said.length === 0 ? "" : `?${new URLSearchParams(said)}`}`;
};

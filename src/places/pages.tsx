import { AppError } from "../errors.ts";
import { field, type PageContext, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { placeQuery } from "./forms.ts";
import { PAGES } from "./page-messages.ts";
import { PlaceList, PlacePage } from "./place-views.tsx";
import { listPlaces, readPlaceById } from "./queries.ts";

const NOTHING = { items: [], nextCursor: null };

async function showList({ deps, query }: PageContext) {
  const typed = { q: field(query, "q").trim(), departement: field(query, "departement").trim().toUpperCase() };
  const given = { ...typed, cursor: field(query, "suite") };
  const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  try {
    const places = await listPlaces(deps, readBody(placeQuery, asked));
    const next = new URLSearchParams({ ...typed, suite: places.nextCursor ?? "" });
    const nextHref = places.nextCursor === null ? undefined : `/lieux?${next}`;
    return page(PAGES.title, <PlaceList places={places} typed={typed} nextHref={nextHref} />);
  } catch (error) {
    if (!(error instanceof AppError) || error.status !== 422) throw error;
    const body = <PlaceList places={NOTHING} typed={typed} nextHref={undefined} error={error} />;
    return page(PAGES.title, body, { status: 422 });
  }
}

export const placePages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: "/lieux", access: "public", run: showList }),
  pageRoute({
    method: "get",
    path: "/lieux/:placeId",
    access: "public",
    run: async ({ deps, params }) => {
      const place = await readPlaceById(deps.db, params.placeId ?? "");
      return page({ fr: place.name, en: place.name }, <PlacePage place={place} />);
    },
  }),
];

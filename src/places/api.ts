import { z } from "zod";
import { apiRoute } from "../http/api-kit.ts";
import { pageOutput } from "../http/pagination.ts";
import { placeQuery } from "./forms.ts";
import { listPlaces, readPlaceById } from "./queries.ts";

const tag = "Places";

const summary = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  postcode: z.string(),
  communeName: z.string(),
  communeCode: z.string().nullable(),
  departement: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  types: z.array(z.string()),
  services: z.array(z.string()),
  rural: z.boolean().nullable().meta({ description: "Of the commune; null where it is unknown" }),
  qpv: z.boolean().meta({ description: "Within 300 m of a listed point of a priority neighbourhood" }),
  frr: z.boolean(),
});

const details = summary.extend({
  pivot: z.string().nullable().meta({ description: "SIRET or RNA; null where it is unknown" }),
  addressComplement: z.string().nullable(),
  phone: z.string().nullable(),
  emails: z.array(z.string()),
  websites: z.array(z.string()),
  openingHours: z.string().nullable().meta({ description: "OpenStreetMap notation" }),
  summary: z.string().nullable(),
  details: z.string().nullable(),
  source: z.string().nullable(),
  itinerancy: z.array(z.string()),
  parentStructure: z.string().nullable(),
  updatedOn: z.string(),
  publics: z.array(z.string()),
  specificCare: z.array(z.string()),
  fees: z.array(z.string()),
  nationalProgrammes: z.array(z.string()),
  labels: z.array(z.string()),
  otherLabels: z.array(z.string()),
  accessModes: z.array(z.string()),
  supportModes: z.array(z.string()),
  accessibilityUrl: z.string().nullable(),
  bookingUrl: z.string().nullable(),
});

export const placeApi = [
  apiRoute({
    method: "GET",
    path: "/places",
    tag,
    summary: "Mediation places, by name",
    access: "public",
    query: placeQuery,
    output: pageOutput(summary),
    run: ({ deps, query }) => listPlaces(deps, query),
  }),
  apiRoute({
    method: "GET",
    path: "/places/{placeId}",
    tag,
    summary: "One mediation place, by its id in the national standard",
    access: "public",
    params: z.object({ placeId: z.string().min(1).max(200) }),
    output: details,
    run: ({ deps, params }) => readPlaceById(deps.db, params.placeId),
  }),
];

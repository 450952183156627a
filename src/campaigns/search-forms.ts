import { Service, Typologie } from "@gouvfr-anct/lieux-de-mediation-numerique";
import { z } from "zod";
import { CAMPAIGN_CATEGORIES } from "../domain/campaign.ts";
import { pageQuery } from "../http/pagination.ts";
import { placeQuery } from "../places/forms.ts";

/** Flags of a place's territory that people choose by. */
export const TERRITORIES = ["rural", "qpv", "frr"] as const;

export const SERVICES: readonly string[] = Object.values(Service);

const flag = z
  .enum(["true", "false"])
  .transform((value) => value === "true")
  .optional();

/** What narrows the list of live campaigns, as the API takes it; the page reads its fields into the same shape. */
export const campaignQuery = pageQuery.extend({
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "Words of campaign, project, holder or places; accents, capitals and endings don’t matter" }),
  departement: placeQuery.shape.departement,
  territory: z.enum(TERRITORIES).optional().meta({ description: "Of one of its places" }),
  placeType: z.enum(Object.values(Typologie)).optional().meta({ description: "Type of the national standard" }),
  service: z.enum(Object.values(Service)).optional().meta({ description: "Service of the national standard" }),
  category: z.enum(CAMPAIGN_CATEGORIES).optional(),
  endsSoon: flag.meta({ description: "true: ends within seven days" }),
  matched: flag.meta({ description: "true: a gift would be matched now" }),
});

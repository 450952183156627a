import { Typologie } from "@gouvfr-anct/lieux-de-mediation-numerique";
import { z } from "zod";
import { pageQuery } from "../http/pagination.ts";

export const placeQuery = pageQuery.extend({
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "Words of a name, a commune or a postcode; accents and capitals don’t matter" }),
  departement: z
    .string()
    .regex(/^([0-9]{2}|2[AB]|9[78][0-9])$/)
    .optional()
    .meta({ description: "Code, like 02, 2A or 974" }),
  type: z.enum(Object.values(Typologie)).optional().meta({ description: "Type of the national standard" }),
});

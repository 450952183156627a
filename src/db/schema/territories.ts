import { bigint, boolean, doublePrecision, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";

export const communes = pgTable(
  "communes",
  {
    code: text("code").primaryKey(),
    name: text("name").notNull(),
    departement: text("departement").notNull(),
    region: text("region").notNull(),
    epci: text("epci"),
    population: bigint("population", { mode: "number" }),
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    rural: boolean("rural"),
    frr: boolean("frr").notNull().default(false),
    postcodes: text("postcodes").array().notNull(),
  },
  (t) => [index("communes_departement").on(t.departement)],
);

/** Priority neighbourhoods (quartiers prioritaires de la politique de la ville), by centroid; some lie in two communes. */
export const qpvs = pgTable(
  "qpvs",
  {
    code: text("code").notNull(),
    name: text("name").notNull(),
    communeCode: text("commune_code").notNull(),
    latitude: doublePrecision("latitude").notNull(),
    longitude: doublePrecision("longitude").notNull(),
  },
  (t) => [primaryKey({ columns: [t.code, t.communeCode] }), index("qpvs_commune").on(t.communeCode)],
);

/** A mediation place: the 32 columns of the national standard v1.0.2, lists as arrays. */
export const places = pgTable(
  "places",
  {
    id: text("id").primaryKey(),
    pivot: text("pivot"),
    name: text("name").notNull(),
    communeName: text("commune_name").notNull(),
    postcode: text("postcode").notNull(),
    communeCode: text("commune_code"),
    address: text("address").notNull(),
    addressComplement: text("address_complement"),
    latitude: doublePrecision("latitude"),
    longitude: doublePrecision("longitude"),
    types: text("types").array().notNull(),
    phone: text("phone"),
    emails: text("emails").array().notNull(),
    websites: text("websites").array().notNull(),
    openingHours: text("opening_hours"),
    summary: text("summary"),
    details: text("details"),
    source: text("source"),
    itinerancy: text("itinerancy").array().notNull(),
    parentStructure: text("parent_structure"),
    updatedOn: text("updated_on").notNull(),
    services: text("services").array().notNull(),
    publics: text("publics").array().notNull(),
    specificCare: text("specific_care").array().notNull(),
    fees: text("fees").array().notNull(),
    nationalProgrammes: text("national_programmes").array().notNull(),
    labels: text("labels").array().notNull(),
    otherLabels: text("other_labels").array().notNull(),
    accessModes: text("access_modes").array().notNull(),
    supportModes: text("support_modes").array().notNull(),
    accessibilityUrl: text("accessibility_url"),
    bookingUrl: text("booking_url"),
    /** Derived at import from commune and neighbourhood lists; null where unknown. */
    departement: text("departement"),
    rural: boolean("rural"),
    qpv: boolean("qpv").notNull().default(false),
    frr: boolean("frr").notNull().default(false),
    createdAt: createdAt(),
    importedAt: instant("imported_at").notNull(),
  },
  (t) => [index("places_departement").on(t.departement), index("places_commune").on(t.communeCode)],
);

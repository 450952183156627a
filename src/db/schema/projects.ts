import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import type { FundingSource } from "../../domain/project.ts";
import { cents, createdAt, fundId, id } from "./columns.ts";
import { funds } from "./fund.ts";
import { organisations } from "./organisations.ts";
import { places } from "./territories.ts";

export const projects = pgTable(
  "projects",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    title: text("title").notNull(),
    summary: text("summary").notNull(),
    description: text("description").notNull(),
    totalCents: cents("total_cents").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    index("projects_by_organisation").on(t.organisationId),
    check("projects_total_positive", sql`${t.totalCents} > 0`),
  ],
);

export const projectPlaces = pgTable(
  "project_places",
  {
    fundId: fundId(),
    projectId: uuid("project_id").notNull(),
    placeId: text("place_id")
      .notNull()
      .references(() => places.id),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.projectId, t.placeId] }),
    foreignKey({
      columns: [t.fundId, t.projectId],
      foreignColumns: [projects.fundId, projects.id],
      name: "project_places_project",
    }),
    index("project_places_by_place").on(t.placeId),
  ],
);

/** What the money buys; the lines add up to the project's total (deferred trigger `projects_balanced`). */
export const budgetLines = pgTable(
  "budget_lines",
  {
    fundId: fundId(),
    projectId: uuid("project_id").notNull(),
    position: smallint("position").notNull(),
    label: text("label").notNull(),
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.projectId, t.position] }),
    foreignKey({
      columns: [t.fundId, t.projectId],
      foreignColumns: [projects.fundId, projects.id],
      name: "budget_lines_project",
    }),
    check("budget_lines_amount_positive", sql`${t.amountCents} > 0`),
  ],
);

/** Where the money comes from; the lines add up to the project's total too. */
export const fundingLines = pgTable(
  "funding_lines",
  {
    fundId: fundId(),
    projectId: uuid("project_id").notNull(),
    source: text("source").$type<FundingSource>().notNull(),
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.projectId, t.source] }),
    foreignKey({
      columns: [t.fundId, t.projectId],
      foreignColumns: [projects.fundId, projects.id],
      name: "funding_lines_project",
    }),
    check("funding_lines_source_known", sql`${t.source} in ('own_funds', 'campaign', 'public_grants', 'other')`),
    check("funding_lines_amount_positive", sql`${t.amountCents} > 0`),
  ],
);

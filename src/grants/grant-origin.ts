import { type SQL, sql } from "drizzle-orm";

/** The project a grant was made for: its campaign's, or that of the application the committee granted by itself. */
export const projectOf = (grant: "g" | "grants"): SQL<string> => {
  const g = sql.raw(grant);
  return sql<string>`coalesce(
    (select c.project_id from campaigns c where c.fund_id = ${g}.fund_id and c.id = ${g}.campaign_id),
    (select a.project_id from own_grant_applications a where a.fund_id = ${g}.fund_id and a.id = ${g}.application_id))`;
};

/** What a grant is called on every page: its campaign's title, or its project's where there is no campaign. */
export const titleOf = (grant: "g" | "grants"): SQL<string> => {
  const g = sql.raw(grant);
  return sql<string>`coalesce(
    (select c.title from campaigns c where c.fund_id = ${g}.fund_id and c.id = ${g}.campaign_id),
    (select p.title from own_grant_applications a join projects p on p.fund_id = a.fund_id and p.id = a.project_id
      where a.fund_id = ${g}.fund_id and a.id = ${g}.application_id))`;
};

import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";

/** As many addresses as a sitemap may hold, its other pages aside. */
const MOST = 49_900;

/** Campaigns that were opened, the newest first. */
export const listPublished = async ({ db, fundId }: Pick<Deps, "db" | "fundId">) =>
  await db.execute<{ slug: string; changedOn: string }>(sql`
    select c.slug, to_char(greatest(c.opened_at, coalesce(max(h.changed_at), c.opened_at)) at time zone 'Europe/Paris', 'YYYY-MM-DD')
      as "changedOn"
    from campaigns c
    left join campaign_changes h on h.fund_id = c.fund_id and h.campaign_id = c.id
    where c.fund_id = ${fundId} and c.opened_at is not null
    group by c.fund_id, c.id
    order by c.opened_at desc limit ${MOST}`);

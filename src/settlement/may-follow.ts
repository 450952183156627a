import { sql } from "drizzle-orm";
import { projects } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";

/** Money of a campaign is followed by its holder and staff; for anybody else it does not exist (X1). */
export async function mustFollow({ db, fundId }: Deps, actor: Actor, campaignId: string): Promise<void> {
  const [owner] = await db.execute<{ organisation_id: string }>(sql`
    select p.organisation_id from campaigns c join ${projects} p on p.fund_id = c.fund_id and p.id = c.project_id
    where c.fund_id = ${fundId} and c.id = ${campaignId}`);
  if (owner === undefined || !permits(actor, "project.read", owner.organisation_id)) throw notFound();
}

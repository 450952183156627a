import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { listSessions, type SessionSummary } from "./queries.ts";

/** Sessions that wait for this person: for their votes, for their close as chair, for their signature. */
export async function listSessionsWaiting(
  deps: Pick<Deps, "db" | "fundId">,
  actor: Actor,
): Promise<readonly SessionSummary[]> {
  if (actor.kind !== "user") return [];
  const me = actor.userId;
  const rows = await deps.db.execute<{ id: string }>(sql`
    select s.id from committee_sessions s
    where s.fund_id = ${deps.fundId} and (
      (s.state = 'open' and s.chair_id = ${me})
      or (s.state = 'closed' and ((s.chair_id = ${me} and s.chair_signed_at is null)
        or (s.secretary_id = ${me} and s.secretary_signed_at is null)))
      or (s.state = 'open' and exists (select from committee_members m where m.fund_id = s.fund_id and m.user_id = ${me}
          and s.held_on between m.starts_on and m.ends_on)
        and exists (select from session_applications a where a.fund_id = s.fund_id and a.session_id = s.id
          and committee_conflict(s.fund_id, s.id, a.application_id, ${me}) is null
          and not exists (select from committee_votes v where (v.fund_id, v.session_id, v.application_id, v.user_id)
            = (s.fund_id, s.id, a.application_id, ${me}::uuid)))))`);
  const waiting = new Set([...rows].map((one) => one.id));
  return waiting.size === 0 ? [] : (await listSessions(deps, actor)).filter((one) => waiting.has(one.id));
}

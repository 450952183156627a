import { sql } from "drizzle-orm";
import { dayOf, startOfDay } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { decisionLetters } from "../db/schema/staff-work.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { isWorkingDay } from "../domain/working-day.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { enqueue } from "../jobs/outbox.ts";
import { actorOf } from "./letter-actor.ts";
import { countDecisions } from "./queries.ts";

const HOUR_MS = 3_600_000;
/** In Paris; a service that was down at seven still writes in the morning, and not at night. */
const [FROM_HOUR, UNTIL_HOUR] = [7, 12];

/** Each working morning, writes to staff for whom decisions wait: once a person and day. */
export async function announceDecisions(deps: Deps): Promise<void> {
  const now = await fundNow(deps.db);
  const day = dayOf(now);
  const hour = (now.getTime() - startOfDay(day).getTime()) / HOUR_MS;
  if (!isWorkingDay(day) || hour < FROM_HOUR || hour >= UNTIL_HOUR) return;
  const waiting = await deps.db.execute<{ id: string }>(sql`
    select u.id from users u
    where u.decision_letters and exists (select from staff_roles_in_force r where r.user_id = u.id)
      and not exists (select from decision_letters l
        where l.fund_id = ${deps.fundId} and l.user_id = u.id and l.day = ${day}) order by u.id`);
  await forEachLogged(deps, "announce-decisions", waiting, ({ id }) => announce(deps, id, day));
}

/** Whoever has nothing to decide at seven hears at the next run, if something came. */
async function announce(deps: Deps, userId: string, day: string): Promise<void> {
  const actor = await actorOf(deps, userId);
  if (actor === undefined || (await countDecisions(deps, actor)) === 0) return;
  await inTransaction(deps.db, async (tx) => {
    const [first] = await tx
      .insert(decisionLetters)
      .values({ fundId: deps.fundId, userId, day, createdAt: sql`fund_now()` })
      .onConflictDoNothing()
      .returning({ userId: decisionLetters.userId });
    if (first !== undefined)
      await enqueue(tx, "send-mail", { template: "decisions-of-day", subjectId: `${day}/${userId}` });
  });
}

import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { users } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { forbidden } from "../errors.ts";
import type { ProfileInput } from "./forms.ts";

/** The name others see, and the language of letters and pages. */
export async function editProfile(deps: Deps, actor: Actor, input: ProfileInput): Promise<void> {
  if (actor.kind !== "user") throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    await tx
      .update(users)
      .set({ name: input.name, language: input.language, updatedAt: sql`clock_timestamp()` })
      .where(eq(users.id, actor.userId));
    await recordAudit(tx, actor, {
      action: "user.edit-profile",
      subject: ["user", actor.userId],
      change: { language: input.language },
    });
  });
}

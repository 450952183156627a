import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { contactMessages } from "../db/schema/contact.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Language } from "../i18n/text.ts";
import type { ContactInput } from "./forms.ts";

/** Anyone writes to the fund; staff find the message among what waits for them. Answers its id. */
export async function sendMessage(deps: Deps, actor: Actor, written: ContactInput & { readonly language: Language }) {
  const id = uuidv7();
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(contactMessages).values({ fundId: deps.fundId, id, ...written, createdAt: sql`fund_now()` });
    await recordAudit(tx, actor, { action: "message.send", subject: ["message", id] });
  });
  return id;
}

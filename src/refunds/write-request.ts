import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { refundRequests } from "../db/schema/undoing.ts";
import type { Actor } from "../domain/actor.ts";
import type { GiftParts } from "../domain/refund.ts";
import type { PledgeRow } from "../pledges/lock-pledge.ts";

type Asked = { readonly askedBy: "donor" | "holder"; readonly parts: GiftParts; readonly reason: string };

/** Opens a request about a locked pledge that has none open; staff answer it. */
export async function writeRequest(
  tx: Transaction,
  actor: Actor,
  pledge: PledgeRow,
  { askedBy, parts, reason }: Asked,
): Promise<string> {
  const id = uuidv7();
  await tx.insert(refundRequests).values({
    fundId: pledge.fundId,
    id,
    pledgeId: pledge.id,
    state: "asked",
    askedBy,
    ...parts,
    reason,
    createdAt: sql`fund_now()`,
  });
  await recordAudit(tx, actor, {
    action: "refund.ask",
    subject: ["pledge", pledge.id],
    change: { requestId: id, askedBy, giftCents: Number(parts.giftCents), tipCents: Number(parts.tipCents) },
    reason,
  });
  return id;
}

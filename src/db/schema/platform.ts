import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";

/** Jobs written in the same transaction as the change that causes them; the relay moves them to the queue. */
export const outbox = pgTable("outbox", {
  id: bigserial("id", { mode: "bigint" }).primaryKey(),
  job: text("job").notNull(),
  payload: jsonb("payload").notNull(),
  createdAt: createdAt(),
});

/** Who, when, what, why (X2). Append-only. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: uuid("id").primaryKey(),
    at: instant("at").notNull(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    change: jsonb("change"),
    reason: text("reason"),
  },
  (t) => [index("audit_log_subject").on(t.subjectKind, t.subjectId), index("audit_log_at").on(t.at)],
);

/** First answers by `Idempotency-Key`, so that a repeated POST gets the same one. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    actor: text("actor").notNull(),
    key: text("key").notNull(),
    route: text("route").notNull(),
    requestHash: text("request_hash").notNull(),
    state: text("state").notNull(),
    responseStatus: integer("response_status"),
    responseBody: text("response_body"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.actor, t.key] }),
    check("idempotency_keys_state_known", sql`${t.state} in ('started', 'answered')`),
    check(
      "idempotency_keys_answered_has_response",
      sql`(${t.state} = 'answered') = (${t.responseStatus} is not null and ${t.responseBody} is not null)`,
    ),
  ],
);

/** Letters kept by the mailbox stand-in, where no SMTP server is configured. */
export const mailbox = pgTable(
  "mailbox",
  {
    id: uuid("id").primaryKey(),
    recipient: text("recipient").notNull(),
    subject: text("subject").notNull(),
    body: text("body").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("mailbox_created_at").on(t.createdAt)],
);

/** When a recurring job last ended well; the dead-man check and the sweeps' cursors. */
export const heartbeats = pgTable("heartbeats", {
  name: text("name").primaryKey(),
  lastSuccessAt: instant("last_success_at").notNull(),
  cursor: text("cursor"),
});

import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { fundId, id, instant } from "./columns.ts";
import { disbursements } from "./disbursements.ts";
import { users } from "./identity.ts";
import { potWithdrawals } from "./pots.ts";

/** A transfer that stands in a payment file and that the bank never made: one person declares it, another confirms (D6). */
export const nonExecutions = pgTable(
  "non_executions",
  {
    fundId: fundId(),
    id: id(),
    disbursementId: uuid("disbursement_id"),
    withdrawalId: uuid("withdrawal_id"),
    reason: text("reason").notNull(),
    state: text("state").notNull(),
    declaredBy: uuid("declared_by")
      .notNull()
      .references(() => users.id),
    declaredAt: instant("declared_at").notNull(),
    decidedBy: uuid("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.disbursementId],
      foreignColumns: [disbursements.fundId, disbursements.id],
      name: "non_executions_disbursement",
    }),
    foreignKey({
      columns: [t.fundId, t.withdrawalId],
      foreignColumns: [potWithdrawals.fundId, potWithdrawals.id],
      name: "non_executions_withdrawal",
    }),
    check("non_executions_of_one_order", sql`num_nonnulls(${t.disbursementId}, ${t.withdrawalId}) = 1`),
    check("non_executions_has_reason", sql`length(${t.reason}) > 0`),
    check("non_executions_state_known", sql`${t.state} in ('declared', 'confirmed', 'dropped')`),
    check(
      "non_executions_decided_whole",
      sql`(${t.state} = 'declared') = (${t.decidedBy} is null) and (${t.decidedBy} is null) = (${t.decidedAt} is null)`,
    ),
    check(
      "non_executions_two_people",
      sql`${t.state} <> 'confirmed' or coalesce(${t.decidedBy} <> ${t.declaredBy}, false)`,
    ),
    uniqueIndex("non_executions_one_of_disbursement")
      .on(t.fundId, t.disbursementId)
      .where(sql`${t.state} <> 'dropped'`),
    uniqueIndex("non_executions_one_of_withdrawal").on(t.fundId, t.withdrawalId).where(sql`${t.state} <> 'dropped'`),
  ],
);

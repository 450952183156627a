import { foreignKey, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { campaignChanges } from "./campaigns.ts";
import { createdAt, fundId } from "./columns.ts";
import { pledges } from "./pledges.ts";

/** Which donor was told of which change of a campaign (P10): one letter a pledge and change. */
export const changeNotices = pgTable(
  "change_notices",
  {
    fundId: fundId(),
    changeId: uuid("change_id").notNull(),
    pledgeId: uuid("pledge_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.changeId, t.pledgeId] }),
    foreignKey({
      columns: [t.fundId, t.changeId],
      foreignColumns: [campaignChanges.fundId, campaignChanges.id],
      name: "change_notices_change",
    }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "change_notices_pledge",
    }),
  ],
);

import { customType, foreignKey, index, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns.ts";
import { fundId } from "./columns.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/** What a campaign is found by; kept by triggers on campaign, project, holder and places. */
export const campaignWords = pgTable(
  "campaign_words",
  {
    fundId: fundId(),
    campaignId: uuid("campaign_id").notNull(),
    words: tsvector("words").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.campaignId] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "campaign_words_campaign",
    }),
    index("campaign_words_words").using("gin", t.words),
  ],
);

import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { campaigns, needsInKind } from "./campaigns.ts";
import { createdAt, fundId, id, instant } from "./columns.ts";
import { users } from "./identity.ts";
import { pledges } from "./pledges.ts";

const campaignId = () => uuid("campaign_id").notNull();

/** News of a campaign. What was published stands; a correction is another row that names it. */
export const campaignUpdates = pgTable(
  "campaign_updates",
  {
    fundId: fundId(),
    id: id(),
    campaignId: campaignId(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    /** The update this one corrects: shown below it, and no letter goes out. */
    corrects: uuid("corrects"),
    publishedBy: uuid("published_by")
      .notNull()
      .references(() => users.id),
    publishedAt: instant("published_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "campaign_updates_campaign",
    }),
    foreignKey({
      columns: [t.fundId, t.corrects],
      foreignColumns: [t.fundId, t.id],
      name: "campaign_updates_corrects",
    }),
    index("campaign_updates_newest").on(t.fundId, t.campaignId, t.publishedAt),
    check("campaign_updates_said_something", sql`length(${t.title}) > 0 and length(${t.body}) > 0`),
    check("campaign_updates_corrects_another", sql`${t.corrects} <> ${t.id}`),
  ],
);

/** Staff took an update off the page, for a reason its holder reads. Once, for good. */
export const campaignUpdateHidings = pgTable(
  "campaign_update_hidings",
  {
    fundId: fundId(),
    updateId: uuid("update_id").notNull(),
    reason: text("reason").notNull(),
    hiddenBy: uuid("hidden_by")
      .notNull()
      .references(() => users.id),
    hiddenAt: instant("hidden_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.updateId], name: "campaign_update_hidings_once" }),
    foreignKey({
      columns: [t.fundId, t.updateId],
      foreignColumns: [campaignUpdates.fundId, campaignUpdates.id],
      name: "campaign_update_hidings_update",
    }),
    check("campaign_update_hidings_has_reason", sql`length(${t.reason}) > 0`),
  ],
);

/** Who was written to about which update: one letter an address, known by its fingerprint. */
export const campaignUpdateLetters = pgTable(
  "campaign_update_letters",
  {
    fundId: fundId(),
    updateId: uuid("update_id").notNull(),
    recipient: text("recipient").notNull(),
    pledgeId: uuid("pledge_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.updateId, t.recipient], name: "campaign_update_letters_once" }),
    foreignKey({
      columns: [t.fundId, t.updateId],
      foreignColumns: [campaignUpdates.fundId, campaignUpdates.id],
      name: "campaign_update_letters_update",
    }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "campaign_update_letters_pledge",
    }),
  ],
);

/** Whether a donor's address wants news of a campaign; without a row it does. */
export const campaignNewsChoices = pgTable(
  "campaign_news_choices",
  {
    fundId: fundId(),
    campaignId: campaignId(),
    recipient: text("recipient").notNull(),
    wanted: boolean("wanted").notNull(),
    chosenAt: instant("chosen_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.campaignId, t.recipient] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "campaign_news_choices_campaign",
    }),
  ],
);

/** What people ask about a campaign: public with its answer, never with an address. */
export const campaignQuestions = pgTable(
  "campaign_questions",
  {
    fundId: fundId(),
    id: id(),
    campaignId: campaignId(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    language: text("language").notNull(),
    body: text("body").notNull(),
    createdAt: createdAt(),
    answer: text("answer"),
    answeredBy: uuid("answered_by").references(() => users.id),
    answeredAt: instant("answered_at"),
    /** Why it is not, or no longer, public. */
    refusal: text("refusal"),
    refusedBy: uuid("refused_by").references(() => users.id),
    refusedAt: instant("refused_at"),
    /** Its author was erased before it had an answer (X5). */
    withdrawnAt: instant("withdrawn_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "campaign_questions_campaign",
    }),
    index("campaign_questions_of_campaign").on(t.fundId, t.campaignId, t.createdAt),
    check("campaign_questions_language_known", sql`${t.language} in ('fr', 'en')`),
    check("campaign_questions_answer_whole", sql`num_nulls(${t.answer}, ${t.answeredBy}, ${t.answeredAt}) in (0, 3)`),
    check("campaign_questions_refusal_whole", sql`num_nulls(${t.refusal}, ${t.refusedBy}, ${t.refusedAt}) in (0, 3)`),
    check(
      "campaign_questions_withdrawn_unanswered",
      sql`${t.withdrawnAt} is null or num_nulls(${t.answeredAt}, ${t.refusedAt}) = 2`,
    ),
  ],
);

/** Somebody offers a thing or help that a campaign needs; a trigger counts what is accepted on the need. */
export const needOffers = pgTable(
  "need_offers",
  {
    fundId: fundId(),
    id: id(),
    campaignId: campaignId(),
    position: smallint("position").notNull(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    phone: text("phone"),
    language: text("language").notNull(),
    quantity: integer("quantity").notNull(),
    message: text("message").notNull(),
    createdAt: createdAt(),
    /** `withdrawn`: its author was erased before it had an answer (X5). */
    state: text("state").$type<"open" | "accepted" | "declined" | "withdrawn">().notNull().default("open"),
    acceptedQuantity: integer("accepted_quantity"),
    /** What the holder said with the answer. */
    word: text("word"),
    answeredBy: uuid("answered_by").references(() => users.id),
    answeredAt: instant("answered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId, t.position],
      foreignColumns: [needsInKind.fundId, needsInKind.campaignId, needsInKind.position],
      name: "need_offers_need",
    }),
    index("need_offers_of_campaign").on(t.fundId, t.campaignId, t.createdAt),
    check("need_offers_state_known", sql`${t.state} in ('open', 'accepted', 'declined', 'withdrawn')`),
    check("need_offers_language_known", sql`${t.language} in ('fr', 'en')`),
    check("need_offers_quantity_positive", sql`${t.quantity} > 0`),
    check(
      "need_offers_accepted_within_offered",
      sql`(${t.state} = 'accepted') = (${t.acceptedQuantity} is not null) and coalesce(${t.acceptedQuantity} between 1 and ${t.quantity}, true)`,
    ),
    check(
      "need_offers_answer_whole",
      sql`num_nulls(${t.word}, ${t.answeredBy}, ${t.answeredAt}) = case when ${t.state} in ('open', 'withdrawn') then 3 else 0 end`,
    ),
  ],
);

/** Whether a reward was handed over: the latest row of a gift says so. */
export const rewardDeliveries = pgTable(
  "reward_deliveries",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    delivered: boolean("delivered").notNull(),
    recordedBy: uuid("recorded_by")
      .notNull()
      .references(() => users.id),
    recordedAt: instant("recorded_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "reward_deliveries_pledge",
    }),
    index("reward_deliveries_of_gift").on(t.fundId, t.pledgeId, t.id),
  ],
);

/** A campaign and its project as they were submitted, so that a later review shows what changed. */
export const campaignSubmissions = pgTable(
  "campaign_submissions",
  {
    fundId: fundId(),
    id: id(),
    campaignId: campaignId(),
    content: jsonb("content").notNull(),
    submittedAt: instant("submitted_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "campaign_submissions_campaign",
    }),
    index("campaign_submissions_latest").on(t.fundId, t.campaignId, t.submittedAt),
    check("campaign_submissions_content_whole", sql`jsonb_typeof(${t.content}) = 'object'`),
  ],
);

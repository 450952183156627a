CREATE TABLE "campaign_news_choices" (
	"fund_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"wanted" boolean NOT NULL,
	"chosen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_news_choices_fund_id_campaign_id_recipient_pk" PRIMARY KEY("fund_id","campaign_id","recipient")
);
--> statement-breakpoint
CREATE TABLE "campaign_questions" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"language" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	"refusal" text,
	"refused_by" uuid,
	"refused_at" timestamp with time zone,
	CONSTRAINT "campaign_questions_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "campaign_questions_language_known" CHECK ("campaign_questions"."language" in ('fr', 'en')),
	CONSTRAINT "campaign_questions_answer_whole" CHECK (num_nulls("campaign_questions"."answer", "campaign_questions"."answered_by", "campaign_questions"."answered_at") in (0, 3)),
	CONSTRAINT "campaign_questions_refusal_whole" CHECK (num_nulls("campaign_questions"."refusal", "campaign_questions"."refused_by", "campaign_questions"."refused_at") in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "campaign_submissions" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"content" jsonb NOT NULL,
	"submitted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_submissions_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "campaign_submissions_content_whole" CHECK (jsonb_typeof("campaign_submissions"."content") = 'object')
);
--> statement-breakpoint
CREATE TABLE "campaign_update_hidings" (
	"fund_id" uuid NOT NULL,
	"update_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"hidden_by" uuid NOT NULL,
	"hidden_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_update_hidings_once" PRIMARY KEY("fund_id","update_id"),
	CONSTRAINT "campaign_update_hidings_has_reason" CHECK (length("campaign_update_hidings"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "campaign_update_letters" (
	"fund_id" uuid NOT NULL,
	"update_id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"pledge_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_update_letters_once" PRIMARY KEY("fund_id","update_id","recipient")
);
--> statement-breakpoint
CREATE TABLE "campaign_updates" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"corrects" uuid,
	"published_by" uuid NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_updates_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "campaign_updates_said_something" CHECK (length("campaign_updates"."title") > 0 and length("campaign_updates"."body") > 0),
	CONSTRAINT "campaign_updates_corrects_another" CHECK ("campaign_updates"."corrects" <> "campaign_updates"."id")
);
--> statement-breakpoint
CREATE TABLE "need_offers" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"language" text NOT NULL,
	"quantity" integer NOT NULL,
	"message" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"accepted_quantity" integer,
	"word" text,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	CONSTRAINT "need_offers_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "need_offers_state_known" CHECK ("need_offers"."state" in ('open', 'accepted', 'declined')),
	CONSTRAINT "need_offers_language_known" CHECK ("need_offers"."language" in ('fr', 'en')),
	CONSTRAINT "need_offers_quantity_positive" CHECK ("need_offers"."quantity" > 0),
	CONSTRAINT "need_offers_accepted_within_offered" CHECK (("need_offers"."state" = 'accepted') = ("need_offers"."accepted_quantity" is not null) and coalesce("need_offers"."accepted_quantity" between 1 and "need_offers"."quantity", true)),
	CONSTRAINT "need_offers_answer_whole" CHECK (num_nulls("need_offers"."word", "need_offers"."answered_by", "need_offers"."answered_at") = case "need_offers"."state" when 'open' then 3 else 0 end)
);
--> statement-breakpoint
CREATE TABLE "reward_deliveries" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"delivered" boolean NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reward_deliveries_fund_id_id_pk" PRIMARY KEY("fund_id","id")
);
--> statement-breakpoint
ALTER TABLE "needs_in_kind" ADD COLUMN "needed_on" date;--> statement-breakpoint
ALTER TABLE "needs_in_kind" ADD COLUMN "accepted" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_news_choices" ADD CONSTRAINT "campaign_news_choices_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_questions" ADD CONSTRAINT "campaign_questions_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_questions" ADD CONSTRAINT "campaign_questions_refused_by_users_id_fk" FOREIGN KEY ("refused_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_questions" ADD CONSTRAINT "campaign_questions_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_submissions" ADD CONSTRAINT "campaign_submissions_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_update_hidings" ADD CONSTRAINT "campaign_update_hidings_hidden_by_users_id_fk" FOREIGN KEY ("hidden_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_update_hidings" ADD CONSTRAINT "campaign_update_hidings_update" FOREIGN KEY ("fund_id","update_id") REFERENCES "public"."campaign_updates"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_update_letters" ADD CONSTRAINT "campaign_update_letters_update" FOREIGN KEY ("fund_id","update_id") REFERENCES "public"."campaign_updates"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_update_letters" ADD CONSTRAINT "campaign_update_letters_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_updates" ADD CONSTRAINT "campaign_updates_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_updates" ADD CONSTRAINT "campaign_updates_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_updates" ADD CONSTRAINT "campaign_updates_corrects" FOREIGN KEY ("fund_id","corrects") REFERENCES "public"."campaign_updates"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_offers" ADD CONSTRAINT "need_offers_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "need_offers" ADD CONSTRAINT "need_offers_need" FOREIGN KEY ("fund_id","campaign_id","position") REFERENCES "public"."needs_in_kind"("fund_id","campaign_id","position") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_deliveries" ADD CONSTRAINT "reward_deliveries_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reward_deliveries" ADD CONSTRAINT "reward_deliveries_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_questions_of_campaign" ON "campaign_questions" USING btree ("fund_id","campaign_id","created_at");--> statement-breakpoint
CREATE INDEX "campaign_submissions_latest" ON "campaign_submissions" USING btree ("fund_id","campaign_id","submitted_at");--> statement-breakpoint
CREATE INDEX "campaign_updates_newest" ON "campaign_updates" USING btree ("fund_id","campaign_id","published_at");--> statement-breakpoint
CREATE INDEX "need_offers_of_campaign" ON "need_offers" USING btree ("fund_id","campaign_id","created_at");--> statement-breakpoint
CREATE INDEX "reward_deliveries_of_gift" ON "reward_deliveries" USING btree ("fund_id","pledge_id","id");--> statement-breakpoint
ALTER TABLE "needs_in_kind" ADD CONSTRAINT "needs_in_kind_never_over_accepted" CHECK ("needs_in_kind"."accepted" between 0 and "needs_in_kind"."quantity");
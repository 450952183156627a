CREATE TABLE "charge_pace" (
	"fund_id" uuid PRIMARY KEY NOT NULL,
	"next_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "method_changes" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"checkout_session_id" text,
	"ended_at" timestamp with time zone,
	"outcome" text,
	"unused_method_id" text,
	"forgotten_at" timestamp with time zone,
	CONSTRAINT "method_changes_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "method_changes_session_unique" UNIQUE("fund_id","checkout_session_id"),
	CONSTRAINT "method_changes_ended_whole" CHECK (("method_changes"."ended_at" is null) = ("method_changes"."outcome" is null) and coalesce("method_changes"."outcome" in ('replaced', 'refused', 'expired'), true)),
	CONSTRAINT "method_changes_forgotten_once_ended" CHECK ("method_changes"."forgotten_at" is null or "method_changes"."ended_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "payment_links" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended" text,
	CONSTRAINT "payment_links_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "payment_links_token_unique" UNIQUE("token_hash"),
	CONSTRAINT "payment_links_purpose_known" CHECK ("payment_links"."purpose" in ('payment', 'method')),
	CONSTRAINT "payment_links_expire_later" CHECK ("payment_links"."expires_at" > "payment_links"."created_at"),
	CONSTRAINT "payment_links_ended_whole" CHECK (("payment_links"."ended_at" is null) = ("payment_links"."ended" is null) and coalesce("payment_links"."ended" in ('used', 'replaced'), true))
);
--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "method_kind" text;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "card_last4" text;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "card_expires_on" date;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "expiry_told_method_id" text;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "pending_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "settlements" ADD COLUMN "charged_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "charge_pace" ADD CONSTRAINT "charge_pace_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "method_changes" ADD CONSTRAINT "method_changes_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_links" ADD CONSTRAINT "payment_links_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "method_changes_one_open" ON "method_changes" USING btree ("fund_id","pledge_id") WHERE "method_changes"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_links_one_live" ON "payment_links" USING btree ("fund_id","pledge_id") WHERE "payment_links"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "charge_attempts_started" ON "charge_attempts" USING btree ("fund_id","started_at");--> statement-breakpoint
CREATE INDEX "pledges_card_expiry" ON "pledges" USING btree ("card_expires_on") WHERE "pledges"."state" = 'authorised';--> statement-breakpoint
CREATE INDEX "pledges_payment_method" ON "pledges" USING btree ("payment_method_id") WHERE "pledges"."payment_method_id" is not null;--> statement-breakpoint
ALTER TABLE "charge_attempts" ADD CONSTRAINT "charge_attempts_within_network_cap" CHECK ("charge_attempts"."attempt" between 1 and 15);--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_method_kind_known" CHECK ("pledges"."method_kind" in ('card', 'sepa_debit', 'other'));--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_card_last4_only" CHECK ("pledges"."card_last4" ~ '^[0-9]{4}$');--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_pending_while_charging" CHECK ("pledges"."pending_since" is null or "pledges"."state" = 'charging');
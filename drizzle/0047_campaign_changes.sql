CREATE TABLE "campaign_changes" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"old_goal_cents" bigint NOT NULL,
	"new_goal_cents" bigint NOT NULL,
	"old_deadline_at" timestamp with time zone NOT NULL,
	"new_deadline_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"changed_by" uuid NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"leave_until" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_changes_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "campaign_changes_something" CHECK (("campaign_changes"."old_goal_cents", "campaign_changes"."old_deadline_at") is distinct from ("campaign_changes"."new_goal_cents", "campaign_changes"."new_deadline_at")),
	CONSTRAINT "campaign_changes_has_reason" CHECK (length("campaign_changes"."reason") > 0),
	CONSTRAINT "campaign_changes_leaves_time" CHECK ("campaign_changes"."leave_until" > "campaign_changes"."changed_at")
);
--> statement-breakpoint
CREATE TABLE "change_notices" (
	"fund_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "change_notices_fund_id_change_id_pledge_id_pk" PRIMARY KEY("fund_id","change_id","pledge_id")
);
--> statement-breakpoint
ALTER TABLE "refunds" DROP CONSTRAINT "refunds_reason_known";--> statement-breakpoint
ALTER TABLE "campaign_changes" ADD CONSTRAINT "campaign_changes_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_notices" ADD CONSTRAINT "change_notices_change" FOREIGN KEY ("fund_id","change_id") REFERENCES "public"."campaign_changes"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_notices" ADD CONSTRAINT "change_notices_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_changes_campaign_index" ON "campaign_changes" USING btree ("fund_id","campaign_id","changed_at");--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_reason_known" CHECK ("refunds"."reason" in ('late_money', 'campaign_failed', 'campaign_cancelled', 'campaign_changed', 'donor_request', 'staff_decision'));
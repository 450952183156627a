CREATE TABLE "match_events" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"match_id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	CONSTRAINT "match_events_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "match_events_kind_known" CHECK ("match_events"."kind" in ('reserved', 'released', 'committed', 'reversed', 'paid', 'clawback_due')),
	CONSTRAINT "match_events_amount_positive" CHECK ("match_events"."amount_cents" > 0)
);
--> statement-breakpoint
ALTER TABLE "matching_rules" DROP CONSTRAINT "matching_rules_caps_positive";--> statement-breakpoint
ALTER TABLE "matching_rules" ALTER COLUMN "ratio_numerator" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_rules" ALTER COLUMN "ratio_denominator" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "match_traces" ADD COLUMN "cause" text DEFAULT 'pledge' NOT NULL;--> statement-breakpoint
ALTER TABLE "matches" ADD COLUMN "granted_cents" bigint;--> statement-breakpoint
SELECT set_config('app.tx', 'migration', true);--> statement-breakpoint
UPDATE "matches" SET "granted_cents" = "amount_cents";--> statement-breakpoint
ALTER TABLE "matches" ALTER COLUMN "granted_cents" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "matches" ADD COLUMN "is_lump" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "kind" text DEFAULT 'ratio' NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "threshold_donors" integer;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "threshold_goal_percent" smallint;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "lump_cents" bigint;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "budget_cents" bigint;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "cap_per_period_cents" bigint;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "cap_period" text;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "cap_in_all_cents" bigint;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "minimum_donors" integer;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "held_shares" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "stacking" text DEFAULT 'adds' NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "backfill" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD COLUMN "goal_conditional" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "match_events" ADD CONSTRAINT "match_events_match" FOREIGN KEY ("fund_id","match_id") REFERENCES "public"."matches"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "match_events_match" ON "match_events" USING btree ("fund_id","match_id");--> statement-breakpoint
CREATE INDEX "match_events_pot" ON "match_events" USING btree ("fund_id","pot_id","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "matches_one_lump_per_campaign" ON "matches" USING btree ("fund_id","rule_id","campaign_id") WHERE "matches"."is_lump" and "matches"."state" in ('reserved', 'committed', 'paid');--> statement-breakpoint
ALTER TABLE "match_traces" ADD CONSTRAINT "match_traces_cause_known" CHECK ("match_traces"."cause" in ('pledge', 'backfill', 'round'));--> statement-breakpoint
ALTER TABLE "matches" ADD CONSTRAINT "matches_amount_within_granted" CHECK ("matches"."amount_cents" <= "matches"."granted_cents");--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_ratio_whole" CHECK (("matching_rules"."ratio_numerator" is null) = ("matching_rules"."ratio_denominator" is null));--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_formula_whole" CHECK (case "matching_rules"."kind"
        when 'ratio' then "matching_rules"."ratio_numerator" is not null
          and num_nonnulls("matching_rules"."threshold_donors", "matching_rules"."threshold_goal_percent", "matching_rules"."lump_cents", "matching_rules"."budget_cents") = 0
        when 'threshold' then num_nonnulls("matching_rules"."ratio_numerator", "matching_rules"."lump_cents") = 1
          and num_nonnulls("matching_rules"."threshold_donors", "matching_rules"."threshold_goal_percent") >= 1 and "matching_rules"."budget_cents" is null
        when 'pro_rata' then "matching_rules"."budget_cents" is not null
          and num_nonnulls("matching_rules"."ratio_numerator", "matching_rules"."threshold_donors", "matching_rules"."threshold_goal_percent", "matching_rules"."lump_cents") = 0
        when 'quadratic' then "matching_rules"."budget_cents" is not null
          and num_nonnulls("matching_rules"."ratio_numerator", "matching_rules"."threshold_donors", "matching_rules"."threshold_goal_percent", "matching_rules"."lump_cents") = 0
        else false end);--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_thresholds_positive" CHECK ("matching_rules"."threshold_donors" between 1 and 1000000 and "matching_rules"."threshold_goal_percent" between 1 and 1000 and "matching_rules"."minimum_donors" between 1 and 1000000);--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_period_whole" CHECK (("matching_rules"."cap_per_period_cents" is null) = ("matching_rules"."cap_period" is null));--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_period_known" CHECK ("matching_rules"."cap_period" in ('day', 'week', 'month'));--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_stacking_known" CHECK ("matching_rules"."stacking" in ('adds', 'if_first', 'final'));--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_caps_positive" CHECK ("matching_rules"."cap_per_gift_cents" > 0 and "matching_rules"."cap_per_donor_cents" > 0 and "matching_rules"."cap_per_campaign_cents" > 0 and "matching_rules"."cap_per_period_cents" > 0 and "matching_rules"."cap_in_all_cents" > 0 and "matching_rules"."minimum_gift_cents" > 0 and "matching_rules"."lump_cents" > 0 and "matching_rules"."budget_cents" > 0);
-- All that one transaction records of money bears one instant, that of its first record: so a month's end never falls
-- between a match and its entry.
CREATE FUNCTION transaction_instant() RETURNS timestamptz LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
  v_at text := current_setting('app.recorded_at', true);
BEGIN
  IF coalesce(v_at, '') = '' THEN
    v_at := fund_now()::text;
    PERFORM set_config('app.recorded_at', v_at, true);
  END IF;
  RETURN v_at::timestamptz;
END $$;
--> statement-breakpoint
CREATE SEQUENCE "public"."matching_log" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "match_replays" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone NOT NULL,
	"pledges" integer NOT NULL,
	"traces" integer NOT NULL,
	"matches" integer NOT NULL,
	"differences" integer NOT NULL,
	CONSTRAINT "match_replays_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "match_replays_in_order" CHECK ("match_replays"."started_at" <= "match_replays"."ended_at"),
	CONSTRAINT "match_replays_counts_not_negative" CHECK ("match_replays"."pledges" >= 0 and "match_replays"."traces" >= 0 and "match_replays"."matches" >= 0 and "match_replays"."differences" >= 0)
);
--> statement-breakpoint
CREATE TABLE "statement_announcements" (
	"fund_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"month" text NOT NULL,
	"announced_at" timestamp with time zone NOT NULL,
	CONSTRAINT "statement_announcements_fund_id_agreement_id_month_pk" PRIMARY KEY("fund_id","agreement_id","month"),
	CONSTRAINT "statement_announcements_month_shape" CHECK ("statement_announcements"."month" ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$')
);
--> statement-breakpoint
ALTER TABLE "differences" DROP CONSTRAINT "differences_closed_by_entry_or_second_person";--> statement-breakpoint
ALTER TABLE "pot_events" ALTER COLUMN "recorded_at" SET DEFAULT transaction_instant();--> statement-breakpoint
ALTER TABLE "match_events" ADD COLUMN "position" bigint DEFAULT nextval('matching_log') NOT NULL;--> statement-breakpoint
ALTER TABLE "match_traces" ADD COLUMN "position" bigint DEFAULT nextval('matching_log') NOT NULL;--> statement-breakpoint
ALTER TABLE "pot_fundings" ADD COLUMN "position" bigint DEFAULT nextval('matching_log') NOT NULL;--> statement-breakpoint
ALTER TABLE "differences" ADD COLUMN "detail" jsonb;--> statement-breakpoint
ALTER TABLE "pot_events" ADD COLUMN "position" bigint DEFAULT nextval('matching_log') NOT NULL;--> statement-breakpoint
ALTER TABLE "pot_funding_returns" ADD COLUMN "position" bigint DEFAULT nextval('matching_log') NOT NULL;--> statement-breakpoint
ALTER TABLE "match_replays" ADD CONSTRAINT "match_replays_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "statement_announcements" ADD CONSTRAINT "statement_announcements_agreement" FOREIGN KEY ("fund_id","agreement_id") REFERENCES "public"."cooperation_agreements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "match_events_position" ON "match_events" USING btree ("fund_id","position");--> statement-breakpoint
CREATE INDEX "match_traces_position" ON "match_traces" USING btree ("fund_id","position");--> statement-breakpoint
ALTER TABLE "differences" ADD CONSTRAINT "differences_closed_by_entry_or_second_person" CHECK ("differences"."state" <> 'closed' or ("differences"."closed_at" is not null and "differences"."closed_by" is not null and ("differences"."closing_entry_id" is not null or (coalesce(length("differences"."explanation"), 0) > 0 and "differences"."explained_by" is not null and "differences"."closed_by" <> 'user:' || "differences"."explained_by"::text) or ("differences"."kind" = 'match-replay' and "differences"."closed_by" = 'worker:replay-matching'))));
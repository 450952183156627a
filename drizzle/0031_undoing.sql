CREATE TABLE "disputes" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"stripe_dispute_id" text NOT NULL,
	"charge_id" text NOT NULL,
	"pledge_id" uuid NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"stripe_status" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"gift_cents" bigint DEFAULT 0 NOT NULL,
	"tip_cents" bigint DEFAULT 0 NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "disputes_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "disputes_stripe_dispute_unique" UNIQUE("fund_id","stripe_dispute_id"),
	CONSTRAINT "disputes_state_known" CHECK ("disputes"."state" in ('inquiry', 'open', 'won', 'lost', 'closed')),
	CONSTRAINT "disputes_amount_positive" CHECK ("disputes"."amount_cents" > 0),
	CONSTRAINT "disputes_parts_within_amount" CHECK ("disputes"."gift_cents" >= 0 and "disputes"."tip_cents" >= 0 and "disputes"."gift_cents" + "disputes"."tip_cents" <= "disputes"."amount_cents"),
	CONSTRAINT "disputes_withdrawn_matches_state" CHECK (("disputes"."state" in ('open', 'won', 'lost')) = ("disputes"."withdrawn_at" is not null)),
	CONSTRAINT "disputes_ended_matches_state" CHECK (("disputes"."state" in ('won', 'lost', 'closed')) = ("disputes"."ended_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "donor_merges" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"from_donor_id" uuid NOT NULL,
	"into_donor_id" uuid NOT NULL,
	"key_kind" text NOT NULL,
	"pledge_id" uuid NOT NULL,
	"merged_at" timestamp with time zone NOT NULL,
	CONSTRAINT "donor_merges_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "donor_merges_from_once" UNIQUE("fund_id","from_donor_id"),
	CONSTRAINT "donor_merges_two_donors" CHECK ("donor_merges"."from_donor_id" <> "donor_merges"."into_donor_id"),
	CONSTRAINT "donor_merges_key_known" CHECK ("donor_merges"."key_kind" in ('card', 'iban'))
);
--> statement-breakpoint
CREATE TABLE "match_reductions" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"match_id" uuid NOT NULL,
	"cause" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "match_reductions_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "match_reductions_cause_known" CHECK ("match_reductions"."cause" in ('refund', 'dispute_lost', 'same_person', 'not_eligible', 'threshold_not_held', 'goal_not_reached')),
	CONSTRAINT "match_reductions_amount_positive" CHECK ("match_reductions"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "match_revocations" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"revoked_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "match_revocations_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "match_revocations_once" UNIQUE("fund_id","pledge_id","rule_id"),
	CONSTRAINT "match_revocations_has_reason" CHECK (length("match_revocations"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "refund_requests" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"state" text NOT NULL,
	"gift_cents" bigint NOT NULL,
	"tip_cents" bigint NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp with time zone,
	"needs_second_person" boolean DEFAULT false NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"refusal" text,
	"refund_id" uuid,
	CONSTRAINT "refund_requests_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "refund_requests_refund_once" UNIQUE("fund_id","refund_id"),
	CONSTRAINT "refund_requests_state_known" CHECK ("refund_requests"."state" in ('asked', 'proposed', 'accepted', 'refused')),
	CONSTRAINT "refund_requests_amount_positive" CHECK ("refund_requests"."gift_cents" >= 0 and "refund_requests"."tip_cents" >= 0 and "refund_requests"."gift_cents" + "refund_requests"."tip_cents" > 0),
	CONSTRAINT "refund_requests_has_reason" CHECK (length("refund_requests"."reason") > 0),
	CONSTRAINT "refund_requests_proposed_whole" CHECK (("refund_requests"."proposed_by" is null) = ("refund_requests"."proposed_at" is null) and ("refund_requests"."state" not in ('proposed', 'accepted') or "refund_requests"."proposed_by" is not null)),
	CONSTRAINT "refund_requests_decided_whole" CHECK (("refund_requests"."state" in ('accepted', 'refused')) = ("refund_requests"."decided_by" is not null and "refund_requests"."decided_at" is not null) and ("refund_requests"."state" = 'accepted') = ("refund_requests"."refund_id" is not null) and ("refund_requests"."state" = 'refused') = (coalesce(length("refund_requests"."refusal"), 0) > 0)),
	CONSTRAINT "refund_requests_second_person" CHECK ("refund_requests"."state" <> 'accepted' or not "refund_requests"."needs_second_person" or "refund_requests"."decided_by" <> "refund_requests"."proposed_by")
);
--> statement-breakpoint
ALTER TABLE "grants" DROP CONSTRAINT "grants_never_overpaid";--> statement-breakpoint
ALTER TABLE "pledges" DROP CONSTRAINT "pledges_returned_within_captured";--> statement-breakpoint
ALTER TABLE "refunds" DROP CONSTRAINT "refunds_reason_known";--> statement-breakpoint
ALTER TABLE "refunds" DROP CONSTRAINT "refunds_state_known";--> statement-breakpoint
ALTER TABLE "funds" ADD COLUMN "refund_second_person_above_cents" bigint DEFAULT 50000 NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "reduced_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "first_donor_id" uuid;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "returned_gift_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "disputed_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pledges" ADD COLUMN "disputed_gift_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "gift_cents" bigint;--> statement-breakpoint
SELECT set_config('app.tx', 'migration', true);--> statement-breakpoint
-- Until now every refund but late money was of the whole gift and its tip.
UPDATE "refunds" r SET "gift_cents" = CASE r."reason" WHEN 'late_money' THEN 0 ELSE r."amount_cents" - p."tip_cents" END
FROM "pledges" p WHERE p."fund_id" = r."fund_id" AND p."id" = r."pledge_id";--> statement-breakpoint
ALTER TABLE "refunds" ALTER COLUMN "gift_cents" SET NOT NULL;--> statement-breakpoint
UPDATE "pledges" SET "first_donor_id" = "donor_id",
  "returned_gift_cents" = CASE WHEN "returned_cents" = "captured_cents" THEN least("amount_cents", "captured_cents") ELSE least("returned_cents", "amount_cents") END;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "attempt" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donor_merges" ADD CONSTRAINT "donor_merges_from" FOREIGN KEY ("fund_id","from_donor_id") REFERENCES "public"."donors"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donor_merges" ADD CONSTRAINT "donor_merges_into" FOREIGN KEY ("fund_id","into_donor_id") REFERENCES "public"."donors"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donor_merges" ADD CONSTRAINT "donor_merges_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_reductions" ADD CONSTRAINT "match_reductions_match" FOREIGN KEY ("fund_id","match_id") REFERENCES "public"."matches"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_revocations" ADD CONSTRAINT "match_revocations_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_revocations" ADD CONSTRAINT "match_revocations_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_refund" FOREIGN KEY ("fund_id","refund_id") REFERENCES "public"."refunds"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disputes_pledge_index" ON "disputes" USING btree ("fund_id","pledge_id");--> statement-breakpoint
CREATE INDEX "disputes_charge" ON "disputes" USING btree ("fund_id","charge_id");--> statement-breakpoint
CREATE INDEX "donor_merges_into_index" ON "donor_merges" USING btree ("fund_id","into_donor_id");--> statement-breakpoint
CREATE INDEX "match_reductions_match_index" ON "match_reductions" USING btree ("fund_id","match_id");--> statement-breakpoint
CREATE UNIQUE INDEX "refund_requests_one_open" ON "refund_requests" USING btree ("fund_id","pledge_id") WHERE "refund_requests"."state" in ('asked', 'proposed');--> statement-breakpoint
CREATE INDEX "refund_requests_state" ON "refund_requests" USING btree ("fund_id","state");--> statement-breakpoint
ALTER TABLE "funds" ADD CONSTRAINT "funds_refund_second_person_positive" CHECK ("funds"."refund_second_person_above_cents" >= 0);--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_reduced_within_amount" CHECK ("grants"."reduced_cents" between 0 and "grants"."amount_cents");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_never_overpaid" CHECK ("grants"."engaged_cents" >= 0 and "grants"."paid_cents" >= 0 and "grants"."engaged_cents" + "grants"."paid_cents" <= "grants"."amount_cents" - "grants"."reduced_cents");--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_undone_by_parts" CHECK ("pledges"."returned_gift_cents" between 0 and "pledges"."returned_cents" and "pledges"."disputed_gift_cents" between 0 and "pledges"."disputed_cents" and "pledges"."returned_gift_cents" + "pledges"."disputed_gift_cents" <= "pledges"."amount_cents" and "pledges"."returned_cents" - "pledges"."returned_gift_cents" + "pledges"."disputed_cents" - "pledges"."disputed_gift_cents" <= "pledges"."tip_cents");--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_returned_within_captured" CHECK ("pledges"."returned_cents" >= 0 and "pledges"."disputed_cents" >= 0 and "pledges"."returned_cents" + "pledges"."disputed_cents" <= "pledges"."captured_cents");--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_gift_part" CHECK ("refunds"."gift_cents" between 0 and "refunds"."amount_cents");--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_attempt_positive" CHECK ("refunds"."attempt" >= 1);--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_reason_known" CHECK ("refunds"."reason" in ('late_money', 'campaign_failed', 'campaign_cancelled', 'donor_request', 'staff_decision'));--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_state_known" CHECK ("refunds"."state" in ('requested', 'pending', 'succeeded', 'failed', 'closed'));
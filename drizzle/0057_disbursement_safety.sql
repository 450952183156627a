CREATE TABLE "payment_file_downloads" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"payment_file_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"downloaded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_file_downloads_fund_id_id_pk" PRIMARY KEY("fund_id","id")
);
--> statement-breakpoint
CREATE TABLE "safety_changes" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"rule" text NOT NULL,
	"user_id" uuid,
	"from_cents" bigint NOT NULL,
	"to_cents" bigint NOT NULL,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_at" timestamp with time zone,
	"takes_effect_at" timestamp with time zone,
	"cancelled_by" uuid,
	"cancelled_at" timestamp with time zone,
	CONSTRAINT "safety_changes_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "safety_changes_rule_known" CHECK ("safety_changes"."rule" in ('approval-single', 'approval-daily') or ("safety_changes"."rule" in ('refund-second-person', 'agreement-second-signature') and "safety_changes"."user_id" is null)),
	CONSTRAINT "safety_changes_figures" CHECK ("safety_changes"."from_cents" >= 0 and "safety_changes"."to_cents" >= 0 and "safety_changes"."from_cents" <> "safety_changes"."to_cents"),
	CONSTRAINT "safety_changes_has_reason" CHECK (length("safety_changes"."reason") > 0),
	CONSTRAINT "safety_changes_confirmed_whole" CHECK (("safety_changes"."confirmed_by" is null) = ("safety_changes"."confirmed_at" is null)),
	CONSTRAINT "safety_changes_two_people" CHECK ("safety_changes"."confirmed_by" is null or "safety_changes"."confirmed_by" <> "safety_changes"."proposed_by"),
	CONSTRAINT "safety_changes_loosening_waits" CHECK ("safety_changes"."takes_effect_at" is null or "safety_changes"."to_cents" < "safety_changes"."from_cents" or coalesce("safety_changes"."takes_effect_at" >= "safety_changes"."confirmed_at" + interval '24 hours', false)),
	CONSTRAINT "safety_changes_not_for_oneself" CHECK ("safety_changes"."to_cents" < "safety_changes"."from_cents" or ("safety_changes"."user_id" is distinct from "safety_changes"."proposed_by" and ("safety_changes"."confirmed_by" is null or "safety_changes"."user_id" is distinct from "safety_changes"."confirmed_by"))),
	CONSTRAINT "safety_changes_cancelled_whole" CHECK (("safety_changes"."cancelled_by" is null) = ("safety_changes"."cancelled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "transfer_reversals" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"disbursement_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"proposed_by" uuid,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"stripe_reversal_id" text,
	"done_at" timestamp with time zone,
	"ended_reason" text,
	CONSTRAINT "transfer_reversals_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "transfer_reversals_once" UNIQUE("fund_id","stripe_reversal_id"),
	CONSTRAINT "transfer_reversals_amount_positive" CHECK ("transfer_reversals"."amount_cents" > 0),
	CONSTRAINT "transfer_reversals_has_reason" CHECK (length("transfer_reversals"."reason") > 0),
	CONSTRAINT "transfer_reversals_state_known" CHECK ("transfer_reversals"."state" in ('proposed', 'confirmed', 'done', 'refused', 'cancelled')),
	CONSTRAINT "transfer_reversals_two_people" CHECK ("transfer_reversals"."proposed_by" is null or "transfer_reversals"."state" in ('proposed', 'cancelled') or coalesce("transfer_reversals"."decided_by" <> "transfer_reversals"."proposed_by", false)),
	CONSTRAINT "transfer_reversals_done_whole" CHECK (("transfer_reversals"."state" = 'done') = ("transfer_reversals"."stripe_reversal_id" is not null) and ("transfer_reversals"."state" = 'done') = ("transfer_reversals"."done_at" is not null)),
	CONSTRAINT "transfer_reversals_ended_has_reason" CHECK (("transfer_reversals"."state" in ('refused', 'cancelled')) = (coalesce(length("transfer_reversals"."ended_reason"), 0) > 0))
);
--> statement-breakpoint
ALTER TABLE "bank_accounts" DROP CONSTRAINT "bank_accounts_state_known";--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "reversed_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "funds" ADD COLUMN "approval_single_cents" bigint DEFAULT 5000000 NOT NULL;--> statement-breakpoint
ALTER TABLE "funds" ADD COLUMN "approval_daily_cents" bigint DEFAULT 20000000 NOT NULL;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "stripe_connected_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "payment_file_downloads" ADD CONSTRAINT "payment_file_downloads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_file_downloads" ADD CONSTRAINT "payment_file_downloads_file" FOREIGN KEY ("fund_id","payment_file_id") REFERENCES "public"."payment_files"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safety_changes" ADD CONSTRAINT "safety_changes_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safety_changes" ADD CONSTRAINT "safety_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safety_changes" ADD CONSTRAINT "safety_changes_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safety_changes" ADD CONSTRAINT "safety_changes_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "safety_changes" ADD CONSTRAINT "safety_changes_cancelled_by_users_id_fk" FOREIGN KEY ("cancelled_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_reversals" ADD CONSTRAINT "transfer_reversals_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_reversals" ADD CONSTRAINT "transfer_reversals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "transfer_reversals" ADD CONSTRAINT "transfer_reversals_disbursement" FOREIGN KEY ("fund_id","disbursement_id") REFERENCES "public"."disbursements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payment_file_downloads_of_file" ON "payment_file_downloads" USING btree ("fund_id","payment_file_id");--> statement-breakpoint
CREATE INDEX "safety_changes_by_rule" ON "safety_changes" USING btree ("fund_id","rule","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "transfer_reversals_one_open" ON "transfer_reversals" USING btree ("fund_id","disbursement_id") WHERE "transfer_reversals"."state" in ('proposed', 'confirmed');--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_reversed_within_amount" CHECK ("disbursements"."reversed_cents" between 0 and "disbursements"."amount_cents" and ("disbursements"."reversed_cents" = 0 or ("disbursements"."rail" = 'stripe' and "disbursements"."state" in ('paid', 'returned'))));--> statement-breakpoint
ALTER TABLE "funds" ADD CONSTRAINT "funds_approval_limits_positive" CHECK ("funds"."approval_single_cents" >= 0 and "funds"."approval_daily_cents" >= 0);--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_state_known" CHECK ("bank_accounts"."state" in ('pending', 'verified', 'replaced', 'blocked'));--> statement-breakpoint
SELECT set_config('app.tx', 'migration', true);--> statement-breakpoint
UPDATE "organisations" o SET "stripe_connected_at" = coalesce((SELECT max(a.at) FROM audit_log a
  WHERE a.action = 'organisation.connect-stripe-account' AND a.subject_id = o.id::text), o.created_at)
WHERE o.stripe_account_id IS NOT NULL;--> statement-breakpoint
SELECT set_config('app.tx', '', true);--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_stripe_connected_whole" CHECK (("organisations"."stripe_account_id" is null) = ("organisations"."stripe_connected_at" is null));
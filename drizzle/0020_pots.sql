CREATE TABLE "fund_calls" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"amount_cents" bigint NOT NULL,
	"due_on" date NOT NULL,
	"note" text,
	"issued_by" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"cancelled_at" timestamp with time zone,
	"cancel_reason" text,
	"reminded_at" timestamp with time zone,
	CONSTRAINT "fund_calls_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "fund_calls_number_once" UNIQUE("fund_id","year","number"),
	CONSTRAINT "fund_calls_amount_positive" CHECK ("fund_calls"."amount_cents" > 0),
	CONSTRAINT "fund_calls_number_positive" CHECK ("fund_calls"."number" >= 1),
	CONSTRAINT "fund_calls_cancelled_has_reason" CHECK (("fund_calls"."cancelled_at" is null) = ("fund_calls"."cancel_reason" is null) and ("fund_calls"."cancel_reason" is null or length("fund_calls"."cancel_reason") > 0))
);
--> statement-breakpoint
CREATE TABLE "planned_calls" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"issue_on" date NOT NULL,
	"due_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"call_id" uuid,
	CONSTRAINT "planned_calls_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "planned_calls_call_once" UNIQUE("fund_id","call_id"),
	CONSTRAINT "planned_calls_amount_positive" CHECK ("planned_calls"."amount_cents" > 0),
	CONSTRAINT "planned_calls_days_in_order" CHECK ("planned_calls"."issue_on" <= "planned_calls"."due_on"),
	CONSTRAINT "planned_calls_state_known" CHECK ("planned_calls"."state" in ('planned', 'issued', 'dropped')),
	CONSTRAINT "planned_calls_issued_has_call" CHECK (("planned_calls"."state" = 'issued') = ("planned_calls"."call_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "pot_collections" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"amount_cents" bigint NOT NULL,
	"state" text NOT NULL,
	"payment_intent_id" text,
	"charge_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "pot_collections_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "pot_collections_in_order" UNIQUE("fund_id","pot_id","sequence"),
	CONSTRAINT "pot_collections_charge_once" UNIQUE("fund_id","charge_id"),
	CONSTRAINT "pot_collections_amount_positive" CHECK ("pot_collections"."amount_cents" > 0),
	CONSTRAINT "pot_collections_state_known" CHECK ("pot_collections"."state" in ('started', 'captured', 'cancelled')),
	CONSTRAINT "pot_collections_captured_has_charge" CHECK (("pot_collections"."state" = 'captured') = ("pot_collections"."charge_id" is not null)),
	CONSTRAINT "pot_collections_ended_at_matches_state" CHECK (("pot_collections"."state" = 'started') = ("pot_collections"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "pot_events" (
	"fund_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"pot_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT fund_now() NOT NULL,
	CONSTRAINT "pot_events_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "pot_events_kind_known" CHECK ("pot_events"."kind" = 'promised' or "pot_events"."kind" like 'withdrawal\_%')
);
--> statement-breakpoint
CREATE TABLE "pot_funding_returns" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"funding_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"reference" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pot_funding_returns_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "pot_funding_returns_once" UNIQUE("fund_id","reference"),
	CONSTRAINT "pot_funding_returns_amount_positive" CHECK ("pot_funding_returns"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "pot_stripe_accounts" (
	"fund_id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"customer_id" text NOT NULL,
	"holder_name" text NOT NULL,
	"iban_ciphertext" text NOT NULL,
	"iban_masked" text NOT NULL,
	"bic" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pot_stripe_accounts_fund_id_pot_id_pk" PRIMARY KEY("fund_id","pot_id"),
	CONSTRAINT "pot_stripe_accounts_customer_once" UNIQUE("fund_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "pot_withdrawal_approvals" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"withdrawal_id" uuid NOT NULL,
	"step" text NOT NULL,
	"user_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"voided_at" timestamp with time zone,
	CONSTRAINT "pot_withdrawal_approvals_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "pot_withdrawal_approvals_step_known" CHECK ("pot_withdrawal_approvals"."step" in ('authorise', 'order'))
);
--> statement-breakpoint
CREATE TABLE "pot_withdrawals" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"bank_account_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"content_hash" text NOT NULL,
	"requested_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"orders" integer DEFAULT 0 NOT NULL,
	"end_to_end_id" text NOT NULL,
	"payment_file_id" uuid,
	"sent_at" timestamp with time zone,
	"paid_at" timestamp with time zone,
	"ended_reason" text,
	CONSTRAINT "pot_withdrawals_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "pot_withdrawals_end_to_end_unique" UNIQUE("fund_id","end_to_end_id"),
	CONSTRAINT "pot_withdrawals_amount_positive" CHECK ("pot_withdrawals"."amount_cents" >= 100),
	CONSTRAINT "pot_withdrawals_has_reason" CHECK (length("pot_withdrawals"."reason") > 0),
	CONSTRAINT "pot_withdrawals_state_known" CHECK ("pot_withdrawals"."state" in ('requested', 'authorised', 'ordered', 'sent', 'paid', 'refused', 'cancelled', 'returned')),
	CONSTRAINT "pot_withdrawals_sent_in_a_file" CHECK (("pot_withdrawals"."state" in ('sent', 'paid', 'returned')) = ("pot_withdrawals"."sent_at" is not null) and ("pot_withdrawals"."payment_file_id" is not null) = ("pot_withdrawals"."sent_at" is not null)),
	CONSTRAINT "pot_withdrawals_paid_at_matches_state" CHECK ("pot_withdrawals"."state" <> 'paid' or "pot_withdrawals"."paid_at" is not null),
	CONSTRAINT "pot_withdrawals_ended_has_reason" CHECK ("pot_withdrawals"."state" not in ('refused', 'cancelled', 'returned') or coalesce(length("pot_withdrawals"."ended_reason"), 0) > 0)
);
--> statement-breakpoint
ALTER TABLE "fund_calls" ADD CONSTRAINT "fund_calls_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_calls" ADD CONSTRAINT "planned_calls_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_calls" ADD CONSTRAINT "planned_calls_call" FOREIGN KEY ("fund_id","call_id") REFERENCES "public"."fund_calls"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_collections" ADD CONSTRAINT "pot_collections_account" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."pot_stripe_accounts"("fund_id","pot_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_events" ADD CONSTRAINT "pot_events_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_funding_returns" ADD CONSTRAINT "pot_funding_returns_funding" FOREIGN KEY ("fund_id","funding_id") REFERENCES "public"."pot_fundings"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_stripe_accounts" ADD CONSTRAINT "pot_stripe_accounts_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_withdrawal_approvals" ADD CONSTRAINT "pot_withdrawal_approvals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_withdrawal_approvals" ADD CONSTRAINT "pot_withdrawal_approvals_withdrawal" FOREIGN KEY ("fund_id","withdrawal_id") REFERENCES "public"."pot_withdrawals"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_withdrawals" ADD CONSTRAINT "pot_withdrawals_bank_account_id_bank_accounts_id_fk" FOREIGN KEY ("bank_account_id") REFERENCES "public"."bank_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_withdrawals" ADD CONSTRAINT "pot_withdrawals_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_withdrawals" ADD CONSTRAINT "pot_withdrawals_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_withdrawals" ADD CONSTRAINT "pot_withdrawals_file" FOREIGN KEY ("fund_id","payment_file_id") REFERENCES "public"."payment_files"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fund_calls_of_pot" ON "fund_calls" USING btree ("fund_id","pot_id");--> statement-breakpoint
CREATE INDEX "planned_calls_due" ON "planned_calls" USING btree ("fund_id","issue_on") WHERE "planned_calls"."state" = 'planned';--> statement-breakpoint
CREATE UNIQUE INDEX "pot_collections_one_open" ON "pot_collections" USING btree ("fund_id","pot_id") WHERE "pot_collections"."state" = 'started';--> statement-breakpoint
CREATE INDEX "pot_events_of_pot" ON "pot_events" USING btree ("fund_id","pot_id","recorded_at");--> statement-breakpoint
CREATE INDEX "pot_funding_returns_pot" ON "pot_funding_returns" USING btree ("fund_id","pot_id");--> statement-breakpoint
CREATE INDEX "pot_funding_returns_funding" ON "pot_funding_returns" USING btree ("fund_id","funding_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pot_withdrawal_approvals_one_a_step" ON "pot_withdrawal_approvals" USING btree ("fund_id","withdrawal_id","step") WHERE "pot_withdrawal_approvals"."voided_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "pot_withdrawal_approvals_two_people" ON "pot_withdrawal_approvals" USING btree ("fund_id","withdrawal_id","user_id") WHERE "pot_withdrawal_approvals"."voided_at" is null;--> statement-breakpoint
CREATE INDEX "pot_withdrawals_of_pot" ON "pot_withdrawals" USING btree ("fund_id","pot_id");--> statement-breakpoint
CREATE INDEX "pot_withdrawals_state" ON "pot_withdrawals" USING btree ("fund_id","state");
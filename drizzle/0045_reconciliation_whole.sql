CREATE TABLE "bank_line_parts" (
	"fund_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"part" smallint NOT NULL,
	"amount_cents" bigint NOT NULL,
	"resolution" text NOT NULL,
	"entry_key" text NOT NULL,
	CONSTRAINT "bank_line_parts_fund_id_line_id_part_pk" PRIMARY KEY("fund_id","line_id","part"),
	CONSTRAINT "bank_line_parts_entry_once" UNIQUE("fund_id","entry_key"),
	CONSTRAINT "bank_line_parts_amount_not_zero" CHECK ("bank_line_parts"."amount_cents" <> 0),
	CONSTRAINT "bank_line_parts_numbered" CHECK ("bank_line_parts"."part" between 1 and 20)
);
--> statement-breakpoint
CREATE TABLE "dispute_answers" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"dispute_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"text" text NOT NULL,
	"answered_by" uuid NOT NULL,
	"answered_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"refusal" text,
	CONSTRAINT "dispute_answers_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "dispute_answers_kind_known" CHECK ("dispute_answers"."kind" in ('evidence', 'acceptance')),
	CONSTRAINT "dispute_answers_has_text" CHECK (length("dispute_answers"."text") > 0),
	CONSTRAINT "dispute_answers_sent_or_refused" CHECK ("dispute_answers"."sent_at" is null or "dispute_answers"."refusal" is null)
);
--> statement-breakpoint
ALTER TABLE "stripe_payouts" ADD COLUMN "automatic" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "stripe_payouts" ADD COLUMN "failure_code" text;--> statement-breakpoint
ALTER TABLE "disputes" ADD COLUMN "evidence_due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "bank_line_parts" ADD CONSTRAINT "bank_line_parts_line" FOREIGN KEY ("fund_id","line_id") REFERENCES "public"."bank_lines"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_answers" ADD CONSTRAINT "dispute_answers_answered_by_users_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dispute_answers" ADD CONSTRAINT "dispute_answers_dispute" FOREIGN KEY ("fund_id","dispute_id") REFERENCES "public"."disputes"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "dispute_answers_one_stands" ON "dispute_answers" USING btree ("fund_id","dispute_id") WHERE "dispute_answers"."refusal" is null;--> statement-breakpoint
CREATE INDEX "balance_transactions_payout" ON "balance_transactions" USING btree ("fund_id","payout_id") WHERE "balance_transactions"."payout_id" is not null;--> statement-breakpoint
CREATE INDEX "balance_transactions_of_payouts" ON "balance_transactions" USING btree ("fund_id","source_id") WHERE "balance_transactions"."reporting_category" in ('payout', 'payout_reversal');--> statement-breakpoint
CREATE INDEX "differences_open" ON "differences" USING btree ("fund_id","kind","opened_at") WHERE "differences"."state" <> 'closed';
ALTER TABLE "bank_lines" DROP CONSTRAINT "bank_lines_once";--> statement-breakpoint
ALTER TABLE "bank_statements" ADD COLUMN "sequence" integer;--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "transfer_attempt" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "transfer_started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "agreement_hash" text;--> statement-breakpoint
ALTER TABLE "payment_files" ADD COLUMN "execute_on" date NOT NULL;--> statement-breakpoint
ALTER TABLE "differences" ADD COLUMN "resolution" text;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_once" UNIQUE("fund_id","line_ref");--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_days_in_order" CHECK ("bank_statements"."from_on" <= "bank_statements"."to_on");--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_sent_by_their_rail" CHECK (("disbursements"."state" in ('sent', 'paid', 'returned')) = ("disbursements"."sent_at" is not null) and ("disbursements"."payment_file_id" is not null) = ("disbursements"."sent_at" is not null and "disbursements"."rail" = 'sepa') and ("disbursements"."stripe_transfer_id" is not null) = ("disbursements"."sent_at" is not null and "disbursements"."rail" = 'stripe'));--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_ended_has_reason" CHECK ("disbursements"."state" not in ('refused', 'cancelled', 'returned') or length("disbursements"."ended_reason") > 0);--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_transfer_started_while_ordered" CHECK ("disbursements"."transfer_started_at" is null or ("disbursements"."state" = 'ordered' and "disbursements"."rail" = 'stripe' and "disbursements"."transfer_attempt" > 0));--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_signatures_whole" CHECK (("grants"."holder_signed_at" is null) = ("grants"."holder_signed_by" is null) and ("grants"."holder_signed_at" is null) = ("grants"."agreement_hash" is null) and ("grants"."fund_signed_at" is null) = ("grants"."fund_signed_by" is null));--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_holder_signs_first" CHECK ("grants"."fund_signed_at" is null or "grants"."holder_signed_at" is not null);--> statement-breakpoint
ALTER TABLE "payment_files" ADD CONSTRAINT "payment_files_control_sum_positive" CHECK ("payment_files"."control_sum_cents" > 0);
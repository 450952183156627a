ALTER TABLE "stripe_payouts" DROP CONSTRAINT "stripe_payouts_amount_positive";--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD COLUMN "entry_id" uuid;--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD CONSTRAINT "balance_transactions_entry" FOREIGN KEY ("fund_id","entry_id") REFERENCES "public"."journal_entries"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "journal_entries_source" ON "journal_entries" USING btree ("fund_id","source");--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD CONSTRAINT "balance_transactions_entry_once" UNIQUE("fund_id","entry_id");--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD CONSTRAINT "balance_transactions_tied_is_reconciled" CHECK ("balance_transactions"."entry_id" is null or "balance_transactions"."reconciled_at" is not null);--> statement-breakpoint
ALTER TABLE "stripe_payouts" ADD CONSTRAINT "stripe_payouts_amount_not_zero" CHECK ("stripe_payouts"."amount_cents" <> 0);
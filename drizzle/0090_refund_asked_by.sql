ALTER TABLE "refund_requests" ADD COLUMN "asked_by" text DEFAULT 'donor' NOT NULL;--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_asked_by_known" CHECK ("refund_requests"."asked_by" in ('donor', 'holder', 'staff'));--> statement-breakpoint
-- What staff proposed of their own accord was written and proposed in one transaction.
SELECT set_config('app.tx', 'migration', true);--> statement-breakpoint
UPDATE "refund_requests" SET "asked_by" = 'staff' WHERE "proposed_at" = "created_at";--> statement-breakpoint
SELECT set_config('app.tx', '', true);

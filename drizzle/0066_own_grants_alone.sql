ALTER TABLE "grants" ALTER COLUMN "campaign_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "application_id" uuid;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_one_per_application" UNIQUE("fund_id","application_id");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_of_campaign_or_application" CHECK (("grants"."campaign_id" is null) <> ("grants"."application_id" is null));
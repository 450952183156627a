ALTER TABLE "donor_merges" DROP CONSTRAINT "donor_merges_key_known";--> statement-breakpoint
ALTER TABLE "donor_merges" ALTER COLUMN "pledge_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "donor_merges" ADD CONSTRAINT "donor_merges_payment_named" CHECK (("donor_merges"."key_kind" = 'email') = ("donor_merges"."pledge_id" is null));--> statement-breakpoint
ALTER TABLE "donor_merges" ADD CONSTRAINT "donor_merges_key_known" CHECK ("donor_merges"."key_kind" in ('card', 'iban', 'email'));
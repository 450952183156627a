CREATE TABLE "manual_entries" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"reverses_id" uuid,
	"from_account" text,
	"to_account" text,
	"amount_cents" bigint,
	"reason" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"refusal" text,
	"entry_id" uuid,
	CONSTRAINT "manual_entries_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "manual_entries_entry_once" UNIQUE("fund_id","entry_id"),
	CONSTRAINT "manual_entries_kind_known" CHECK ("manual_entries"."kind" in ('transfer', 'correction')),
	CONSTRAINT "manual_entries_state_known" CHECK ("manual_entries"."state" in ('proposed', 'confirmed', 'refused', 'withdrawn')),
	CONSTRAINT "manual_entries_kind_whole" CHECK (case "manual_entries"."kind" when 'correction' then "manual_entries"."reverses_id" is not null and num_nonnulls("manual_entries"."from_account", "manual_entries"."amount_cents") = 0
        else "manual_entries"."reverses_id" is null and num_nonnulls("manual_entries"."from_account", "manual_entries"."to_account", "manual_entries"."amount_cents") = 3
          and "manual_entries"."from_account" <> "manual_entries"."to_account" and "manual_entries"."amount_cents" > 0 end),
	CONSTRAINT "manual_entries_has_reason" CHECK (length("manual_entries"."reason") > 0),
	CONSTRAINT "manual_entries_decided_whole" CHECK (num_nonnulls("manual_entries"."decided_by", "manual_entries"."decided_at") = case "manual_entries"."state" when 'proposed' then 0 else 2 end),
	CONSTRAINT "manual_entries_two_people" CHECK ("manual_entries"."decided_by" is null or ("manual_entries"."state" = 'withdrawn') = ("manual_entries"."decided_by" = "manual_entries"."proposed_by")),
	CONSTRAINT "manual_entries_confirmed_has_entry" CHECK (("manual_entries"."state" = 'confirmed') = ("manual_entries"."entry_id" is not null)),
	CONSTRAINT "manual_entries_refused_has_reason" CHECK (("manual_entries"."state" = 'refused') = (coalesce(length("manual_entries"."refusal"), 0) > 0))
);
--> statement-breakpoint
CREATE TABLE "partner_receipt_identities" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"identity" jsonb NOT NULL,
	"given_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "partner_receipt_identities_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "partner_receipt_identities_company" CHECK ("partner_receipt_identities"."identity" ->> 'kind' = 'company')
);
--> statement-breakpoint
CREATE TABLE "receipt_summaries" (
	"fund_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"recipient" text NOT NULL,
	"pledge_id" uuid NOT NULL,
	"announced_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipt_summaries_fund_id_year_recipient_pk" PRIMARY KEY("fund_id","year","recipient")
);
--> statement-breakpoint
ALTER TABLE "tax_receipts" ALTER COLUMN "pledge_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD COLUMN "funding_id" uuid;--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD COLUMN "delivery_id" uuid;--> statement-breakpoint
ALTER TABLE "manual_entries" ADD CONSTRAINT "manual_entries_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_entries" ADD CONSTRAINT "manual_entries_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_entries" ADD CONSTRAINT "manual_entries_reverses" FOREIGN KEY ("fund_id","reverses_id") REFERENCES "public"."journal_entries"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "manual_entries" ADD CONSTRAINT "manual_entries_entry" FOREIGN KEY ("fund_id","entry_id") REFERENCES "public"."journal_entries"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_receipt_identities" ADD CONSTRAINT "partner_receipt_identities_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_receipt_identities" ADD CONSTRAINT "partner_receipt_identities_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "partner_receipt_identities" ADD CONSTRAINT "partner_receipt_identities_given_by_users_id_fk" FOREIGN KEY ("given_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_summaries" ADD CONSTRAINT "receipt_summaries_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "manual_entries_one_open" ON "manual_entries" USING btree ("fund_id","reverses_id") WHERE "manual_entries"."state" = 'proposed';--> statement-breakpoint
CREATE INDEX "partner_receipt_identities_of" ON "partner_receipt_identities" USING btree ("fund_id","organisation_id","created_at");--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD CONSTRAINT "tax_receipts_funding" FOREIGN KEY ("fund_id","funding_id") REFERENCES "public"."pot_fundings"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD CONSTRAINT "tax_receipts_delivery" FOREIGN KEY ("fund_id","delivery_id") REFERENCES "public"."commitment_deliveries"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "tax_receipts_one_a_funding" ON "tax_receipts" USING btree ("fund_id","funding_id") WHERE "tax_receipts"."state" = 'issued';--> statement-breakpoint
CREATE UNIQUE INDEX "tax_receipts_one_a_delivery" ON "tax_receipts" USING btree ("fund_id","delivery_id") WHERE "tax_receipts"."state" = 'issued';--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD CONSTRAINT "tax_receipts_about_one_thing" CHECK (num_nonnulls("tax_receipts"."pledge_id", "tax_receipts"."funding_id", "tax_receipts"."delivery_id") = 1);--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD CONSTRAINT "tax_receipts_company_form" CHECK ("tax_receipts"."pledge_id" is not null or "tax_receipts"."form" = '16216');
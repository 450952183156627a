CREATE TABLE "parameters" (
	"fund_id" uuid NOT NULL,
	"name" text NOT NULL,
	"valid_from" date NOT NULL,
	"value" bigint NOT NULL,
	"source" text NOT NULL,
	"set_by" uuid NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "parameters_fund_id_name_valid_from_set_at_pk" PRIMARY KEY("fund_id","name","valid_from","set_at"),
	CONSTRAINT "parameters_value_not_negative" CHECK ("parameters"."value" >= 0),
	CONSTRAINT "parameters_source_given" CHECK (length("parameters"."source") > 0)
);
--> statement-breakpoint
CREATE TABLE "receipt_identities" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"identity" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipt_identities_fund_id_id_pk" PRIMARY KEY("fund_id","id")
);
--> statement-breakpoint
CREATE TABLE "receipt_series" (
	"fund_id" uuid NOT NULL,
	"year" integer NOT NULL,
	"last_number" integer NOT NULL,
	CONSTRAINT "receipt_series_fund_id_year_pk" PRIMARY KEY("fund_id","year"),
	CONSTRAINT "receipt_series_number_positive" CHECK ("receipt_series"."last_number" >= 1)
);
--> statement-breakpoint
CREATE TABLE "tax_receipts" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"year" integer NOT NULL,
	"number" integer NOT NULL,
	"pledge_id" uuid NOT NULL,
	"form" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"credited_on" date NOT NULL,
	"content" jsonb NOT NULL,
	"state" text NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"replaces_id" uuid,
	"cancelled_at" timestamp with time zone,
	"cancelled_reason" text,
	CONSTRAINT "tax_receipts_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "tax_receipts_number_unique" UNIQUE("fund_id","year","number"),
	CONSTRAINT "tax_receipts_replaced_once" UNIQUE("fund_id","replaces_id"),
	CONSTRAINT "tax_receipts_form_known" CHECK ("tax_receipts"."form" in ('11580', '16216')),
	CONSTRAINT "tax_receipts_amount_positive" CHECK ("tax_receipts"."amount_cents" > 0),
	CONSTRAINT "tax_receipts_state_known" CHECK ("tax_receipts"."state" in ('issued', 'cancelled')),
	CONSTRAINT "tax_receipts_cancelled_with_reason" CHECK (case "tax_receipts"."state" when 'issued' then "tax_receipts"."cancelled_at" is null and "tax_receipts"."cancelled_reason" is null
        else "tax_receipts"."cancelled_at" is not null and coalesce(length("tax_receipts"."cancelled_reason"), 0) > 0 end)
);
--> statement-breakpoint
ALTER TABLE "parameters" ADD CONSTRAINT "parameters_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parameters" ADD CONSTRAINT "parameters_set_by_users_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_identities" ADD CONSTRAINT "receipt_identities_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipt_series" ADD CONSTRAINT "receipt_series_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD CONSTRAINT "tax_receipts_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tax_receipts" ADD CONSTRAINT "tax_receipts_replaces" FOREIGN KEY ("fund_id","replaces_id") REFERENCES "public"."tax_receipts"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "receipt_identities_pledge" ON "receipt_identities" USING btree ("fund_id","pledge_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "tax_receipts_one_in_force" ON "tax_receipts" USING btree ("fund_id","pledge_id") WHERE "tax_receipts"."state" = 'issued';
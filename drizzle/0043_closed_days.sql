CREATE TABLE "closed_days" (
	"fund_id" uuid NOT NULL,
	"day" date NOT NULL,
	"closed_by" text NOT NULL,
	"closed_at" timestamp with time zone NOT NULL,
	"figures" jsonb NOT NULL,
	"seal_sequence" bigint,
	"seal_hash" text,
	"snapshot" text NOT NULL,
	CONSTRAINT "closed_days_once" PRIMARY KEY("fund_id","day"),
	CONSTRAINT "closed_days_by_a_person" CHECK ("closed_days"."closed_by" like 'user:%'),
	CONSTRAINT "closed_days_day_over" CHECK (("closed_days"."closed_at" at time zone 'Europe/Paris')::date > "closed_days"."day"),
	CONSTRAINT "closed_days_figures_whole" CHECK (jsonb_typeof("closed_days"."figures") = 'object'),
	CONSTRAINT "closed_days_seal_whole" CHECK (("closed_days"."seal_sequence" is null) = ("closed_days"."seal_hash" is null) and ("closed_days"."seal_hash" is null or "closed_days"."seal_hash" ~ '^[0-9a-f]{64}$'))
);
--> statement-breakpoint
ALTER TABLE "closed_days" ADD CONSTRAINT "closed_days_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "closed_days" ADD CONSTRAINT "closed_days_seal" FOREIGN KEY ("fund_id","seal_sequence") REFERENCES "public"."journal_seals"("fund_id","sequence") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_lines_booked_on" ON "bank_lines" USING btree ("fund_id","booked_on");--> statement-breakpoint
CREATE INDEX "journal_entries_occurred_at" ON "journal_entries" USING btree ("fund_id","occurred_at");
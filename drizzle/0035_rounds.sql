CREATE TABLE "grant_complements" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"result_version" integer NOT NULL,
	"amount_cents" bigint NOT NULL,
	"is_amendment" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"amendment_hash" text,
	"holder_signed_at" timestamp with time zone,
	"holder_signed_by" uuid,
	"fund_signed_at" timestamp with time zone,
	"fund_signed_by" uuid,
	CONSTRAINT "grant_complements_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "grant_complements_amount_not_negative" CHECK ("grant_complements"."amount_cents" >= 0),
	CONSTRAINT "grant_complements_signatures_whole" CHECK (("grant_complements"."holder_signed_at" is null) = ("grant_complements"."holder_signed_by" is null) and ("grant_complements"."holder_signed_at" is null) = ("grant_complements"."amendment_hash" is null) and ("grant_complements"."fund_signed_at" is null) = ("grant_complements"."fund_signed_by" is null)),
	CONSTRAINT "grant_complements_holder_signs_first" CHECK ("grant_complements"."fund_signed_at" is null or "grant_complements"."holder_signed_at" is not null),
	CONSTRAINT "grant_complements_signed_by_two" CHECK ("grant_complements"."holder_signed_by" is null or "grant_complements"."fund_signed_by" is null or "grant_complements"."holder_signed_by" <> "grant_complements"."fund_signed_by"),
	CONSTRAINT "grant_complements_only_amendments_signed" CHECK ("grant_complements"."is_amendment" or "grant_complements"."holder_signed_at" is null)
);
--> statement-breakpoint
CREATE TABLE "round_corrections" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"corrects_version" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"taken_in" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	CONSTRAINT "round_corrections_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "round_corrections_state_known" CHECK ("round_corrections"."state" in ('proposed', 'confirmed', 'withdrawn')),
	CONSTRAINT "round_corrections_has_reason" CHECK (length("round_corrections"."reason") > 0),
	CONSTRAINT "round_corrections_decided_whole" CHECK (("round_corrections"."state" = 'proposed') = ("round_corrections"."decided_by" is null) and ("round_corrections"."decided_by" is null) = ("round_corrections"."decided_at" is null)),
	CONSTRAINT "round_corrections_second_person" CHECK ("round_corrections"."state" <> 'confirmed' or "round_corrections"."decided_by" <> "round_corrections"."proposed_by")
);
--> statement-breakpoint
CREATE TABLE "round_lines" (
	"fund_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"pledge_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"donor_id" uuid NOT NULL,
	"is_eligible" boolean NOT NULL,
	"reason" text NOT NULL,
	"base_cents" bigint NOT NULL,
	"weight" numeric NOT NULL,
	"amount_cents" bigint NOT NULL,
	CONSTRAINT "round_lines_fund_id_rule_id_version_pledge_id_pk" PRIMARY KEY("fund_id","rule_id","version","pledge_id"),
	CONSTRAINT "round_lines_amounts_not_negative" CHECK ("round_lines"."base_cents" >= 0 and "round_lines"."weight" >= 0 and "round_lines"."amount_cents" >= 0),
	CONSTRAINT "round_lines_excluded_gets_nothing" CHECK ("round_lines"."is_eligible" or ("round_lines"."amount_cents" = 0 and "round_lines"."weight" = 0))
);
--> statement-breakpoint
CREATE TABLE "round_results" (
	"fund_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"rule_version" integer NOT NULL,
	"input_hash" text NOT NULL,
	"budget_cents" bigint NOT NULL,
	"shared_cents" bigint NOT NULL,
	"room" jsonb NOT NULL,
	"taken_in" uuid[] DEFAULT '{}'::uuid[] NOT NULL,
	"correction_id" uuid,
	"closed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "round_results_fund_id_rule_id_version_pk" PRIMARY KEY("fund_id","rule_id","version"),
	CONSTRAINT "round_results_version_positive" CHECK ("round_results"."version" >= 1),
	CONSTRAINT "round_results_within_budget" CHECK ("round_results"."shared_cents" between 0 and "round_results"."budget_cents"),
	CONSTRAINT "round_results_later_are_corrections" CHECK (("round_results"."version" = 1) = ("round_results"."correction_id" is null))
);
--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "awaiting_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "grant_complements" ADD CONSTRAINT "grant_complements_holder_signed_by_users_id_fk" FOREIGN KEY ("holder_signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_complements" ADD CONSTRAINT "grant_complements_fund_signed_by_users_id_fk" FOREIGN KEY ("fund_signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_complements" ADD CONSTRAINT "grant_complements_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_complements" ADD CONSTRAINT "grant_complements_result" FOREIGN KEY ("fund_id","rule_id","result_version") REFERENCES "public"."round_results"("fund_id","rule_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_corrections" ADD CONSTRAINT "round_corrections_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_corrections" ADD CONSTRAINT "round_corrections_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_corrections" ADD CONSTRAINT "round_corrections_result" FOREIGN KEY ("fund_id","rule_id","corrects_version") REFERENCES "public"."round_results"("fund_id","rule_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_lines" ADD CONSTRAINT "round_lines_result" FOREIGN KEY ("fund_id","rule_id","version") REFERENCES "public"."round_results"("fund_id","rule_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_lines" ADD CONSTRAINT "round_lines_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "round_results" ADD CONSTRAINT "round_results_rule_version" FOREIGN KEY ("fund_id","rule_id","rule_version") REFERENCES "public"."matching_rules"("fund_id","id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "grant_complements_once" ON "grant_complements" USING btree ("fund_id","grant_id","rule_id","result_version");--> statement-breakpoint
CREATE INDEX "grant_complements_grant_index" ON "grant_complements" USING btree ("fund_id","grant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "round_corrections_one_open" ON "round_corrections" USING btree ("fund_id","rule_id") WHERE "round_corrections"."state" = 'proposed';--> statement-breakpoint
CREATE UNIQUE INDEX "round_results_correction_once" ON "round_results" USING btree ("fund_id","correction_id");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_awaiting_not_payable" CHECK ("grants"."awaiting_cents" >= 0 and "grants"."engaged_cents" + "grants"."paid_cents" + "grants"."awaiting_cents" <= "grants"."amount_cents");
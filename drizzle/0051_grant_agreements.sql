CREATE TABLE "agreement_templates" (
	"fund_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"body_fr" text NOT NULL,
	"body_en" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agreement_templates_fund_id_version_pk" PRIMARY KEY("fund_id","version"),
	CONSTRAINT "agreement_templates_version_positive" CHECK ("agreement_templates"."version" >= 1),
	CONSTRAINT "agreement_templates_written" CHECK (length("agreement_templates"."body_fr") > 0 and length("agreement_templates"."body_en") > 0)
);
--> statement-breakpoint
CREATE TABLE "de_minimis_aids" (
	"fund_id" uuid NOT NULL,
	"declaration_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"granter" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"granted_on" date NOT NULL,
	CONSTRAINT "de_minimis_aids_fund_id_declaration_id_position_pk" PRIMARY KEY("fund_id","declaration_id","position"),
	CONSTRAINT "de_minimis_aids_amount_positive" CHECK ("de_minimis_aids"."amount_cents" > 0),
	CONSTRAINT "de_minimis_aids_granter_named" CHECK (length("de_minimis_aids"."granter") > 0)
);
--> statement-breakpoint
CREATE TABLE "de_minimis_declarations" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"has_economic_activity" boolean NOT NULL,
	"declared_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "de_minimis_declarations_fund_id_id_pk" PRIMARY KEY("fund_id","id")
);
--> statement-breakpoint
CREATE TABLE "grant_reminders" (
	"fund_id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "grant_reminders_fund_id_grant_id_kind_pk" PRIMARY KEY("fund_id","grant_id","kind"),
	CONSTRAINT "grant_reminders_kind_known" CHECK ("grant_reminders"."kind" in ('agreement-unsigned', 'agreement-uncountersigned', 'report-soon', 'report-due', 'report-late'))
);
--> statement-breakpoint
CREATE TABLE "signed_agreements" (
	"fund_id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"paragraphs" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signed_agreements_fund_id_grant_id_hash_pk" PRIMARY KEY("fund_id","grant_id","hash"),
	CONSTRAINT "signed_agreements_hash_shape" CHECK ("signed_agreements"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "spending_report_expenses" (
	"fund_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"line" smallint NOT NULL,
	"supplier" text NOT NULL,
	"spent_on" date NOT NULL,
	"amount_cents" bigint NOT NULL,
	CONSTRAINT "spending_report_expenses_fund_id_report_id_position_pk" PRIMARY KEY("fund_id","report_id","position"),
	CONSTRAINT "spending_report_expenses_amount_positive" CHECK ("spending_report_expenses"."amount_cents" > 0),
	CONSTRAINT "spending_report_expenses_supplier_named" CHECK (length("spending_report_expenses"."supplier") > 0)
);
--> statement-breakpoint
CREATE TABLE "spending_report_lines" (
	"fund_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"label" text NOT NULL,
	"budget_cents" bigint NOT NULL,
	"spent_cents" bigint NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	CONSTRAINT "spending_report_lines_fund_id_report_id_position_pk" PRIMARY KEY("fund_id","report_id","position"),
	CONSTRAINT "spending_report_lines_not_negative" CHECK ("spending_report_lines"."budget_cents" >= 0 and "spending_report_lines"."spent_cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE "spending_reports" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"state" text NOT NULL,
	"other_funding_cents" bigint DEFAULT 0 NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"submitted_by" uuid,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"decision_note" text,
	"kept_back_cents" bigint,
	"claimed_cents" bigint,
	"to_pots_cents" bigint,
	"to_reserve_cents" bigint,
	CONSTRAINT "spending_reports_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "spending_reports_one_per_grant" UNIQUE("fund_id","grant_id"),
	CONSTRAINT "spending_reports_state_known" CHECK ("spending_reports"."state" in ('draft', 'submitted', 'changes_requested', 'accepted')),
	CONSTRAINT "spending_reports_other_funding_not_negative" CHECK ("spending_reports"."other_funding_cents" >= 0),
	CONSTRAINT "spending_reports_submitted_whole" CHECK (("spending_reports"."submitted_at" is null) = ("spending_reports"."submitted_by" is null) and ("spending_reports"."state" = 'draft' or "spending_reports"."submitted_at" is not null)),
	CONSTRAINT "spending_reports_decided_whole" CHECK (("spending_reports"."decided_at" is null) = ("spending_reports"."decided_by" is null) and ("spending_reports"."state" not in ('changes_requested', 'accepted') or "spending_reports"."decided_at" is not null)),
	CONSTRAINT "spending_reports_second_person" CHECK ("spending_reports"."state" not in ('changes_requested', 'accepted') or "spending_reports"."decided_by" <> "spending_reports"."submitted_by"),
	CONSTRAINT "spending_reports_changes_said" CHECK ("spending_reports"."state" <> 'changes_requested' or coalesce(length("spending_reports"."decision_note"), 0) > 0),
	CONSTRAINT "spending_reports_return_whole" CHECK (("spending_reports"."state" = 'accepted') = (num_nonnulls("spending_reports"."kept_back_cents", "spending_reports"."claimed_cents", "spending_reports"."to_pots_cents", "spending_reports"."to_reserve_cents") = 4) and ("spending_reports"."state" = 'accepted') = (num_nonnulls("spending_reports"."kept_back_cents", "spending_reports"."claimed_cents", "spending_reports"."to_pots_cents", "spending_reports"."to_reserve_cents") > 0)),
	CONSTRAINT "spending_reports_return_adds_up" CHECK ("spending_reports"."kept_back_cents" >= 0 and "spending_reports"."claimed_cents" >= 0 and "spending_reports"."to_pots_cents" >= 0 and "spending_reports"."to_reserve_cents" >= 0 and "spending_reports"."kept_back_cents" + "spending_reports"."claimed_cents" = "spending_reports"."to_pots_cents" + "spending_reports"."to_reserve_cents")
);
--> statement-breakpoint
ALTER TABLE "match_reductions" DROP CONSTRAINT "match_reductions_cause_known";--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "template_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "starts_on" date;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "ends_on" date;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "conditions" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "commitment_agreed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "commitment_agreed_by" uuid;--> statement-breakpoint
-- What was granted before runs for a year from its day; who signed it subscribed to the commitment its article 6 names.
DO $$
BEGIN
  PERFORM set_config('app.tx', 'migration', true);
  UPDATE grants SET starts_on = (created_at AT TIME ZONE 'Europe/Paris')::date,
    ends_on = ((created_at AT TIME ZONE 'Europe/Paris')::date + interval '1 year' - interval '1 day')::date,
    commitment_agreed_at = holder_signed_at, commitment_agreed_by = holder_signed_by;
  PERFORM set_config('app.tx', '', true);
END $$;
--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "starts_on" SET NOT NULL;
--> statement-breakpoint
ALTER TABLE "grants" ALTER COLUMN "ends_on" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "agreement_templates" ADD CONSTRAINT "agreement_templates_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_templates" ADD CONSTRAINT "agreement_templates_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "de_minimis_aids" ADD CONSTRAINT "de_minimis_aids_declaration" FOREIGN KEY ("fund_id","declaration_id") REFERENCES "public"."de_minimis_declarations"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "de_minimis_declarations" ADD CONSTRAINT "de_minimis_declarations_declared_by_users_id_fk" FOREIGN KEY ("declared_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "de_minimis_declarations" ADD CONSTRAINT "de_minimis_declarations_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_reminders" ADD CONSTRAINT "grant_reminders_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signed_agreements" ADD CONSTRAINT "signed_agreements_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_report_expenses" ADD CONSTRAINT "spending_report_expenses_line" FOREIGN KEY ("fund_id","report_id","line") REFERENCES "public"."spending_report_lines"("fund_id","report_id","position") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_report_lines" ADD CONSTRAINT "spending_report_lines_report" FOREIGN KEY ("fund_id","report_id") REFERENCES "public"."spending_reports"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_reports" ADD CONSTRAINT "spending_reports_submitted_by_users_id_fk" FOREIGN KEY ("submitted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_reports" ADD CONSTRAINT "spending_reports_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_reports" ADD CONSTRAINT "spending_reports_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "de_minimis_declarations_grant_index" ON "de_minimis_declarations" USING btree ("fund_id","grant_id");--> statement-breakpoint
CREATE INDEX "spending_reports_state" ON "spending_reports" USING btree ("fund_id","state");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_commitment_agreed_by_users_id_fk" FOREIGN KEY ("commitment_agreed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_period_in_order" CHECK ("grants"."starts_on" <= "grants"."ends_on");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_commitment_whole" CHECK (("grants"."commitment_agreed_at" is null) = ("grants"."commitment_agreed_by" is null));--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_signed_with_commitment" CHECK ("grants"."holder_signed_at" is null or "grants"."commitment_agreed_at" is not null);--> statement-breakpoint
ALTER TABLE "match_reductions" ADD CONSTRAINT "match_reductions_cause_known" CHECK ("match_reductions"."cause" in ('refund', 'dispute_lost', 'same_person', 'not_eligible', 'threshold_not_held', 'goal_not_reached', 'round_corrected', 'unspent'));
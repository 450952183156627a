CREATE TABLE "campaign_review_checks" (
	"fund_id" uuid NOT NULL,
	"review_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"outcome" text NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "campaign_review_checks_fund_id_review_id_rule_pk" PRIMARY KEY("fund_id","review_id","rule"),
	CONSTRAINT "campaign_review_checks_rule_known" CHECK ("campaign_review_checks"."rule" in ('organisation', 'place', 'budget', 'rewards', 'story', 'dates')),
	CONSTRAINT "campaign_review_checks_outcome_known" CHECK ("campaign_review_checks"."outcome" in ('met', 'not_met', 'not_looked')),
	CONSTRAINT "campaign_review_checks_not_met_has_note" CHECK ("campaign_review_checks"."outcome" <> 'not_met' or length(btrim("campaign_review_checks"."note")) > 0)
);
--> statement-breakpoint
CREATE TABLE "decision_letters" (
	"fund_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"day" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "decision_letters_fund_id_user_id_day_pk" PRIMARY KEY("fund_id","user_id","day")
);
--> statement-breakpoint
CREATE TABLE "impersonations" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "impersonations_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "impersonations_of_somebody_else" CHECK ("impersonations"."staff_id" <> "impersonations"."person_id"),
	CONSTRAINT "impersonations_has_reason" CHECK (length(btrim("impersonations"."reason")) > 0),
	CONSTRAINT "impersonations_half_an_hour" CHECK ("impersonations"."ends_at" > "impersonations"."started_at" and "impersonations"."ends_at" <= "impersonations"."started_at" + interval '30 minutes'),
	CONSTRAINT "impersonations_ended_after_start" CHECK ("impersonations"."ended_at" >= "impersonations"."started_at")
);
--> statement-breakpoint
CREATE TABLE "organisation_reviews" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"note" text NOT NULL,
	"name" text NOT NULL,
	"siret" text,
	"rna" text,
	"reviewer_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisation_reviews_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "organisation_reviews_outcome_known" CHECK ("organisation_reviews"."outcome" in ('verified', 'not_verified')),
	CONSTRAINT "organisation_reviews_says_why" CHECK (length(btrim("organisation_reviews"."note")) > 0)
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "decision_letters" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "campaign_review_checks" ADD CONSTRAINT "campaign_review_checks_review" FOREIGN KEY ("fund_id","review_id") REFERENCES "public"."campaign_reviews"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_letters" ADD CONSTRAINT "decision_letters_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_letters" ADD CONSTRAINT "decision_letters_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impersonations" ADD CONSTRAINT "impersonations_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impersonations" ADD CONSTRAINT "impersonations_staff_id_users_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "impersonations" ADD CONSTRAINT "impersonations_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_reviews" ADD CONSTRAINT "organisation_reviews_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_reviews" ADD CONSTRAINT "organisation_reviews_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_reviews" ADD CONSTRAINT "organisation_reviews_reviewer_id_users_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "impersonations_newest" ON "impersonations" USING btree ("fund_id","started_at");--> statement-breakpoint
CREATE INDEX "impersonations_of_person" ON "impersonations" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "organisation_reviews_newest" ON "organisation_reviews" USING btree ("organisation_id","created_at");
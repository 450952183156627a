CREATE TABLE "committee_conflicts" (
	"fund_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "committee_conflicts_fund_id_session_id_application_id_user_id_pk" PRIMARY KEY("fund_id","session_id","application_id","user_id"),
	CONSTRAINT "committee_conflicts_has_reason" CHECK (length("committee_conflicts"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "committee_decisions" (
	"fund_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"eligible" integer NOT NULL,
	"votes_for" integer NOT NULL,
	"votes_against" integer NOT NULL,
	"abstentions" integer NOT NULL,
	"score_numerator" numeric NOT NULL,
	"score_denominator" numeric NOT NULL,
	"rank" integer,
	"amount_cents" bigint NOT NULL,
	CONSTRAINT "committee_decisions_fund_id_session_id_application_id_pk" PRIMARY KEY("fund_id","session_id","application_id"),
	CONSTRAINT "committee_decisions_amount_of_granted" CHECK ("committee_decisions"."outcome" in ('granted', 'refused', 'postponed') and ("committee_decisions"."outcome" = 'granted') = ("committee_decisions"."amount_cents" >= 100) and "committee_decisions"."amount_cents" >= 0),
	CONSTRAINT "committee_decisions_votes_within" CHECK ("committee_decisions"."votes_for" + "committee_decisions"."votes_against" + "committee_decisions"."abstentions" <= "committee_decisions"."eligible")
);
--> statement-breakpoint
CREATE TABLE "committee_members" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"appointed_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "committee_members_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "committee_members_one_term" UNIQUE("fund_id","user_id","starts_on"),
	CONSTRAINT "committee_members_term_in_order" CHECK ("committee_members"."starts_on" <= "committee_members"."ends_on")
);
--> statement-breakpoint
CREATE TABLE "committee_scores" (
	"fund_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"score" integer NOT NULL,
	"comment" text NOT NULL,
	CONSTRAINT "committee_scores_fund_id_session_id_application_id_user_id_position_pk" PRIMARY KEY("fund_id","session_id","application_id","user_id","position"),
	CONSTRAINT "committee_scores_not_negative" CHECK ("committee_scores"."score" >= 0)
);
--> statement-breakpoint
CREATE TABLE "committee_sessions" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"held_on" date NOT NULL,
	"envelope_cents" bigint NOT NULL,
	"grid_version" integer NOT NULL,
	"quorum_count" integer,
	"quorum_percent" integer,
	"majority" text NOT NULL,
	"chair_id" uuid NOT NULL,
	"secretary_id" uuid NOT NULL,
	"state" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"minutes" text,
	"minutes_hash" text,
	"chair_signed_at" timestamp with time zone,
	"secretary_signed_at" timestamp with time zone,
	CONSTRAINT "committee_sessions_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "committee_sessions_envelope" CHECK ("committee_sessions"."envelope_cents" between 100 and 10000000000),
	CONSTRAINT "committee_sessions_two_people" CHECK ("committee_sessions"."chair_id" <> "committee_sessions"."secretary_id"),
	CONSTRAINT "committee_sessions_majority_known" CHECK ("committee_sessions"."majority" in ('simple', 'absolute', 'two_thirds')),
	CONSTRAINT "committee_sessions_one_quorum" CHECK (coalesce("committee_sessions"."quorum_count" >= 1 and "committee_sessions"."quorum_percent" is null, "committee_sessions"."quorum_percent" between 1 and 100 and "committee_sessions"."quorum_count" is null, false)),
	CONSTRAINT "committee_sessions_minutes_whole" CHECK ("committee_sessions"."state" in ('open', 'closed', 'signed') and ("committee_sessions"."state" = 'open') = ("committee_sessions"."minutes" is null) and ("committee_sessions"."minutes" is null) = ("committee_sessions"."minutes_hash" is null) and ("committee_sessions"."minutes" is null) = ("committee_sessions"."closed_at" is null)),
	CONSTRAINT "committee_sessions_signed_by_both" CHECK (("committee_sessions"."state" = 'signed') = ("committee_sessions"."chair_signed_at" is not null and "committee_sessions"."secretary_signed_at" is not null) and ("committee_sessions"."state" <> 'open' or ("committee_sessions"."chair_signed_at" is null and "committee_sessions"."secretary_signed_at" is null)))
);
--> statement-breakpoint
CREATE TABLE "committee_votes" (
	"fund_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"vote" text NOT NULL,
	"amount_cents" bigint,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "committee_votes_fund_id_session_id_application_id_user_id_pk" PRIMARY KEY("fund_id","session_id","application_id","user_id"),
	CONSTRAINT "committee_votes_known" CHECK (coalesce(case "committee_votes"."vote" when 'for' then "committee_votes"."amount_cents" >= 100 when 'against' then "committee_votes"."amount_cents" is null when 'abstain' then "committee_votes"."amount_cents" is null else false end, false))
);
--> statement-breakpoint
CREATE TABLE "committee_criteria" (
	"fund_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"position" integer NOT NULL,
	"label" text NOT NULL,
	"description" text NOT NULL,
	"weight" integer NOT NULL,
	"scale" integer NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "committee_criteria_fund_id_version_position_pk" PRIMARY KEY("fund_id","version","position"),
	CONSTRAINT "committee_criteria_weighed" CHECK ("committee_criteria"."weight" between 1 and 100 and "committee_criteria"."scale" between 1 and 100),
	CONSTRAINT "committee_criteria_named" CHECK (length("committee_criteria"."label") > 0)
);
--> statement-breakpoint
CREATE TABLE "own_grant_applications" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"campaign_id" uuid,
	"asked_cents" bigint NOT NULL,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"note" text,
	"decided_at" timestamp with time zone,
	"awarded_cents" bigint,
	"award_state" text,
	"grant_id" uuid,
	CONSTRAINT "own_grant_applications_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "own_grant_applications_amount" CHECK ("own_grant_applications"."asked_cents" between 100 and 10000000000),
	CONSTRAINT "own_grant_applications_state_known" CHECK ("own_grant_applications"."state" in ('draft', 'submitted', 'changes_requested', 'admissible', 'granted', 'refused')),
	CONSTRAINT "own_grant_applications_award_whole" CHECK (coalesce(case "own_grant_applications"."state" when 'granted'
        then "own_grant_applications"."awarded_cents" between 100 and "own_grant_applications"."asked_cents" and "own_grant_applications"."award_state" in ('reserved', 'granted', 'released')
        else "own_grant_applications"."awarded_cents" is null and "own_grant_applications"."award_state" is null end, false)),
	CONSTRAINT "own_grant_applications_grant_named" CHECK (("own_grant_applications"."award_state" is not distinct from 'granted') = ("own_grant_applications"."grant_id" is not null)),
	CONSTRAINT "own_grant_applications_decided_at" CHECK (("own_grant_applications"."state" in ('granted', 'refused')) = ("own_grant_applications"."decided_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "session_applications" (
	"fund_id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	CONSTRAINT "session_applications_fund_id_session_id_application_id_pk" PRIMARY KEY("fund_id","session_id","application_id")
);
--> statement-breakpoint
ALTER TABLE "committee_conflicts" ADD CONSTRAINT "committee_conflicts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_conflicts" ADD CONSTRAINT "committee_conflicts_case" FOREIGN KEY ("fund_id","session_id","application_id") REFERENCES "public"."session_applications"("fund_id","session_id","application_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_decisions" ADD CONSTRAINT "committee_decisions_case" FOREIGN KEY ("fund_id","session_id","application_id") REFERENCES "public"."session_applications"("fund_id","session_id","application_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_members" ADD CONSTRAINT "committee_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_members" ADD CONSTRAINT "committee_members_appointed_by_users_id_fk" FOREIGN KEY ("appointed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_scores" ADD CONSTRAINT "committee_scores_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_scores" ADD CONSTRAINT "committee_scores_case" FOREIGN KEY ("fund_id","session_id","application_id") REFERENCES "public"."session_applications"("fund_id","session_id","application_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_sessions" ADD CONSTRAINT "committee_sessions_chair_id_users_id_fk" FOREIGN KEY ("chair_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_sessions" ADD CONSTRAINT "committee_sessions_secretary_id_users_id_fk" FOREIGN KEY ("secretary_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_sessions" ADD CONSTRAINT "committee_sessions_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_votes" ADD CONSTRAINT "committee_votes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_votes" ADD CONSTRAINT "committee_votes_case" FOREIGN KEY ("fund_id","session_id","application_id") REFERENCES "public"."session_applications"("fund_id","session_id","application_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "committee_criteria" ADD CONSTRAINT "committee_criteria_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_grant_applications" ADD CONSTRAINT "own_grant_applications_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_grant_applications" ADD CONSTRAINT "own_grant_applications_project" FOREIGN KEY ("fund_id","project_id") REFERENCES "public"."projects"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_grant_applications" ADD CONSTRAINT "own_grant_applications_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "own_grant_applications" ADD CONSTRAINT "own_grant_applications_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_applications" ADD CONSTRAINT "session_applications_session" FOREIGN KEY ("fund_id","session_id") REFERENCES "public"."committee_sessions"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_applications" ADD CONSTRAINT "session_applications_application" FOREIGN KEY ("fund_id","application_id") REFERENCES "public"."own_grant_applications"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "own_grant_applications_one_open" ON "own_grant_applications" USING btree ("fund_id","project_id") WHERE "own_grant_applications"."state" in ('draft', 'submitted', 'changes_requested', 'admissible');--> statement-breakpoint
CREATE INDEX "own_grant_applications_campaign_index" ON "own_grant_applications" USING btree ("fund_id","campaign_id");
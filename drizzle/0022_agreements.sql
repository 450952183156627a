CREATE TABLE "agreement_acceptances" (
	"fund_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"side" text NOT NULL,
	"accepted_by" uuid NOT NULL,
	"text" jsonb NOT NULL,
	"text_hash" text NOT NULL,
	"needs_second" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agreement_acceptances_fund_id_agreement_id_version_pk" PRIMARY KEY("fund_id","agreement_id","version"),
	CONSTRAINT "agreement_acceptances_side_known" CHECK ("agreement_acceptances"."side" in ('partner', 'fund')),
	CONSTRAINT "agreement_acceptances_hash_shape" CHECK ("agreement_acceptances"."text_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "agreement_negotiations" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"state" text NOT NULL,
	"opened_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_reason" text,
	CONSTRAINT "agreement_negotiations_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "agreement_negotiations_of_agreement" UNIQUE("fund_id","agreement_id","id"),
	CONSTRAINT "agreement_negotiations_state_known" CHECK ("agreement_negotiations"."state" in ('open', 'signed', 'abandoned')),
	CONSTRAINT "agreement_negotiations_closed_whole" CHECK (("agreement_negotiations"."state" = 'open') = ("agreement_negotiations"."closed_at" is null)),
	CONSTRAINT "agreement_negotiations_abandoned_has_reason" CHECK ("agreement_negotiations"."state" <> 'abandoned' or coalesce(length("agreement_negotiations"."closed_reason"), 0) > 0)
);
--> statement-breakpoint
CREATE TABLE "agreement_signatures" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"side" text NOT NULL,
	"seat" smallint NOT NULL,
	"signed_by" uuid NOT NULL,
	"text_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agreement_signatures_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "agreement_signatures_one_a_seat" UNIQUE("fund_id","agreement_id","version","side","seat"),
	CONSTRAINT "agreement_signatures_one_a_person" UNIQUE("fund_id","agreement_id","version","signed_by"),
	CONSTRAINT "agreement_signatures_seat_known" CHECK (("agreement_signatures"."side" = 'partner' and "agreement_signatures"."seat" = 1) or ("agreement_signatures"."side" = 'fund' and "agreement_signatures"."seat" in (1, 2)))
);
--> statement-breakpoint
CREATE TABLE "agreement_suspensions" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"state" text NOT NULL,
	"asked_side" text NOT NULL,
	"asked_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp with time zone,
	"started_by" uuid,
	"over_at" timestamp with time zone,
	"over_by" uuid,
	"over_reason" text,
	CONSTRAINT "agreement_suspensions_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "agreement_suspensions_state_known" CHECK ("agreement_suspensions"."state" in ('asked', 'declined', 'running', 'over')),
	CONSTRAINT "agreement_suspensions_side_known" CHECK ("agreement_suspensions"."asked_side" in ('partner', 'fund')),
	CONSTRAINT "agreement_suspensions_has_reason" CHECK (length("agreement_suspensions"."reason") > 0),
	CONSTRAINT "agreement_suspensions_started_whole" CHECK (("agreement_suspensions"."state" in ('running', 'over')) = ("agreement_suspensions"."started_at" is not null)),
	CONSTRAINT "agreement_suspensions_over_has_reason" CHECK (("agreement_suspensions"."state" in ('declined', 'over')) = ("agreement_suspensions"."over_at" is not null) and ("agreement_suspensions"."over_at" is null or coalesce(length("agreement_suspensions"."over_reason"), 0) > 0))
);
--> statement-breakpoint
CREATE TABLE "agreement_versions" (
	"fund_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"negotiation_id" uuid NOT NULL,
	"side" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"message" text NOT NULL,
	"terms" jsonb NOT NULL,
	"terms_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "agreement_versions_fund_id_agreement_id_version_pk" PRIMARY KEY("fund_id","agreement_id","version"),
	CONSTRAINT "agreement_versions_side_known" CHECK ("agreement_versions"."side" in ('partner', 'fund')),
	CONSTRAINT "agreement_versions_hash_shape" CHECK ("agreement_versions"."terms_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "commitment_deliveries" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"commitment_key" text NOT NULL,
	"state" text NOT NULL,
	"delivered_on" date NOT NULL,
	"quantity" numeric(12, 1) NOT NULL,
	"place_id" text,
	"campaign_id" uuid,
	"note" text NOT NULL,
	"recorded_side" text NOT NULL,
	"recorded_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_side" text,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"refusal" text,
	CONSTRAINT "commitment_deliveries_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "commitment_deliveries_state_known" CHECK ("commitment_deliveries"."state" in ('recorded', 'confirmed', 'refused')),
	CONSTRAINT "commitment_deliveries_sides_known" CHECK ("commitment_deliveries"."recorded_side" in ('partner', 'fund', 'holder') and "commitment_deliveries"."decided_side" in ('partner', 'fund', 'holder')),
	CONSTRAINT "commitment_deliveries_quantity_positive" CHECK ("commitment_deliveries"."quantity" > 0),
	CONSTRAINT "commitment_deliveries_decided_whole" CHECK (("commitment_deliveries"."state" = 'recorded') = ("commitment_deliveries"."decided_at" is null) and ("commitment_deliveries"."decided_at" is null) = ("commitment_deliveries"."decided_by" is null) and ("commitment_deliveries"."decided_at" is null) = ("commitment_deliveries"."decided_side" is null)),
	CONSTRAINT "commitment_deliveries_decided_by_other_side" CHECK ("commitment_deliveries"."decided_by" <> "commitment_deliveries"."recorded_by" and ("commitment_deliveries"."recorded_side" = 'partner') <> ("commitment_deliveries"."decided_side" = 'partner')),
	CONSTRAINT "commitment_deliveries_refused_has_reason" CHECK (("commitment_deliveries"."state" = 'refused') = (coalesce(length("commitment_deliveries"."refusal"), 0) > 0))
);
--> statement-breakpoint
CREATE TABLE "commitment_rules" (
	"fund_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"key" text NOT NULL,
	"rule_id" uuid NOT NULL,
	CONSTRAINT "commitment_rules_fund_id_agreement_id_key_pk" PRIMARY KEY("fund_id","agreement_id","key"),
	CONSTRAINT "commitment_rules_once" UNIQUE("fund_id","rule_id")
);
--> statement-breakpoint
CREATE TABLE "commitments" (
	"fund_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"key" text NOT NULL,
	"position" smallint NOT NULL,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"nature" text NOT NULL,
	"is_removed" boolean DEFAULT false NOT NULL,
	"pot_id" uuid,
	"unit" text,
	"unit_value_cents" bigint,
	"promised_quantity" numeric(12, 1),
	"delivered_quantity" numeric(12, 1) DEFAULT 0 NOT NULL,
	"confirmed_quantity" numeric(12, 1) DEFAULT 0 NOT NULL,
	CONSTRAINT "commitments_fund_id_agreement_id_key_pk" PRIMARY KEY("fund_id","agreement_id","key"),
	CONSTRAINT "commitments_pot_once" UNIQUE("fund_id","pot_id"),
	CONSTRAINT "commitments_kind_known" CHECK ("commitments"."kind" in ('money', 'goods', 'skill_days')),
	CONSTRAINT "commitments_nature_known" CHECK ("commitments"."nature" in ('corporate_giving', 'grant', 'sponsorship', 'service')),
	CONSTRAINT "commitments_kind_whole" CHECK (("commitments"."kind" = 'money') = ("commitments"."pot_id" is not null) and ("commitments"."kind" = 'money') = ("commitments"."promised_quantity" is null) and ("commitments"."kind" = 'money') = ("commitments"."unit_value_cents" is null)),
	CONSTRAINT "commitments_goods_whole" CHECK ("commitments"."kind" <> 'goods' or "commitments"."promised_quantity" = trunc("commitments"."promised_quantity")),
	CONSTRAINT "commitments_never_over_confirmed" CHECK ("commitments"."confirmed_quantity" <= "commitments"."promised_quantity"),
	CONSTRAINT "commitments_quantities_never_negative" CHECK ("commitments"."confirmed_quantity" >= 0 and "commitments"."confirmed_quantity" <= "commitments"."delivered_quantity" and "commitments"."promised_quantity" >= 0)
);
--> statement-breakpoint
CREATE TABLE "delivery_evidence" (
	"fund_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"filename" text NOT NULL,
	"content_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"ciphertext" text NOT NULL,
	CONSTRAINT "delivery_evidence_fund_id_delivery_id_pk" PRIMARY KEY("fund_id","delivery_id"),
	CONSTRAINT "delivery_evidence_type_known" CHECK ("delivery_evidence"."content_type" in ('application/pdf', 'image/png', 'image/jpeg')),
	CONSTRAINT "delivery_evidence_size_bounded" CHECK ("delivery_evidence"."size_bytes" between 1 and 10000000),
	CONSTRAINT "delivery_evidence_hash_shape" CHECK ("delivery_evidence"."sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "suspended_rules" (
	"fund_id" uuid NOT NULL,
	"suspension_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "suspended_rules_fund_id_suspension_id_rule_id_pk" PRIMARY KEY("fund_id","suspension_id","rule_id")
);
--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ALTER COLUMN "signed_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ALTER COLUMN "ends_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "funds" ADD COLUMN "second_signature_above_cents" bigint DEFAULT 2300000 NOT NULL;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD COLUMN "state" text DEFAULT 'in_force' NOT NULL;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD COLUMN "signed_version" integer;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD COLUMN "ended_side" text;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD COLUMN "ended_reason" text;--> statement-breakpoint
ALTER TABLE "agreement_acceptances" ADD CONSTRAINT "agreement_acceptances_accepted_by_users_id_fk" FOREIGN KEY ("accepted_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_acceptances" ADD CONSTRAINT "agreement_acceptances_version" FOREIGN KEY ("fund_id","agreement_id","version") REFERENCES "public"."agreement_versions"("fund_id","agreement_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_negotiations" ADD CONSTRAINT "agreement_negotiations_opened_by_users_id_fk" FOREIGN KEY ("opened_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_negotiations" ADD CONSTRAINT "agreement_negotiations_agreement" FOREIGN KEY ("fund_id","agreement_id") REFERENCES "public"."cooperation_agreements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_signatures" ADD CONSTRAINT "agreement_signatures_signed_by_users_id_fk" FOREIGN KEY ("signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_signatures" ADD CONSTRAINT "agreement_signatures_accepted" FOREIGN KEY ("fund_id","agreement_id","version") REFERENCES "public"."agreement_acceptances"("fund_id","agreement_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_suspensions" ADD CONSTRAINT "agreement_suspensions_asked_by_users_id_fk" FOREIGN KEY ("asked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_suspensions" ADD CONSTRAINT "agreement_suspensions_started_by_users_id_fk" FOREIGN KEY ("started_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_suspensions" ADD CONSTRAINT "agreement_suspensions_over_by_users_id_fk" FOREIGN KEY ("over_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_suspensions" ADD CONSTRAINT "agreement_suspensions_agreement" FOREIGN KEY ("fund_id","agreement_id") REFERENCES "public"."cooperation_agreements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_versions" ADD CONSTRAINT "agreement_versions_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_versions" ADD CONSTRAINT "agreement_versions_negotiation" FOREIGN KEY ("fund_id","agreement_id","negotiation_id") REFERENCES "public"."agreement_negotiations"("fund_id","agreement_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_deliveries" ADD CONSTRAINT "commitment_deliveries_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_deliveries" ADD CONSTRAINT "commitment_deliveries_recorded_by_users_id_fk" FOREIGN KEY ("recorded_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_deliveries" ADD CONSTRAINT "commitment_deliveries_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_deliveries" ADD CONSTRAINT "commitment_deliveries_commitment" FOREIGN KEY ("fund_id","agreement_id","commitment_key") REFERENCES "public"."commitments"("fund_id","agreement_id","key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_deliveries" ADD CONSTRAINT "commitment_deliveries_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitment_rules" ADD CONSTRAINT "commitment_rules_agreement" FOREIGN KEY ("fund_id","agreement_id") REFERENCES "public"."cooperation_agreements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_agreement" FOREIGN KEY ("fund_id","agreement_id") REFERENCES "public"."cooperation_agreements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commitments" ADD CONSTRAINT "commitments_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_evidence" ADD CONSTRAINT "delivery_evidence_delivery" FOREIGN KEY ("fund_id","delivery_id") REFERENCES "public"."commitment_deliveries"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspended_rules" ADD CONSTRAINT "suspended_rules_suspension" FOREIGN KEY ("fund_id","suspension_id") REFERENCES "public"."agreement_suspensions"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suspended_rules" ADD CONSTRAINT "suspended_rules_version" FOREIGN KEY ("fund_id","rule_id","version") REFERENCES "public"."matching_rules"("fund_id","id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "agreement_negotiations_one_open" ON "agreement_negotiations" USING btree ("fund_id","agreement_id") WHERE "agreement_negotiations"."state" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "agreement_suspensions_one_open" ON "agreement_suspensions" USING btree ("fund_id","agreement_id") WHERE "agreement_suspensions"."state" in ('asked', 'running');--> statement-breakpoint
CREATE INDEX "commitment_deliveries_commitment_of" ON "commitment_deliveries" USING btree ("fund_id","agreement_id","commitment_key");--> statement-breakpoint
CREATE INDEX "commitment_deliveries_of_campaign" ON "commitment_deliveries" USING btree ("fund_id","campaign_id");--> statement-breakpoint
ALTER TABLE "funds" ADD CONSTRAINT "funds_second_signature_positive" CHECK ("funds"."second_signature_above_cents" >= 0);--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD CONSTRAINT "cooperation_agreements_state_known" CHECK ("cooperation_agreements"."state" in ('negotiating', 'abandoned', 'in_force', 'suspended', 'ended'));--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD CONSTRAINT "cooperation_agreements_signed_whole" CHECK (("cooperation_agreements"."state" in ('negotiating', 'abandoned')) = ("cooperation_agreements"."signed_at" is null) and ("cooperation_agreements"."signed_at" is null) = ("cooperation_agreements"."ends_at" is null));--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD CONSTRAINT "cooperation_agreements_ended_whole" CHECK (("cooperation_agreements"."state" = 'ended') = ("cooperation_agreements"."ended_at" is not null) and ("cooperation_agreements"."ended_side" is null or ("cooperation_agreements"."ended_side" in ('partner', 'fund') and coalesce(length("cooperation_agreements"."ended_reason"), 0) > 0)));
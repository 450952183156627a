CREATE TABLE "file_checks" (
	"fund_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"fault" text,
	CONSTRAINT "file_checks_fund_id_sha256_pk" PRIMARY KEY("fund_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "stored_files" (
	"fund_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"content_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"ciphertext" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "stored_files_fund_id_sha256_pk" PRIMARY KEY("fund_id","sha256"),
	CONSTRAINT "stored_files_hash_shape" CHECK ("stored_files"."sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "stored_files_size_positive" CHECK ("stored_files"."size_bytes" > 0)
);
--> statement-breakpoint
CREATE TABLE "evidence_files" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"filename" text NOT NULL,
	"added_by" uuid NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "evidence_files_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "evidence_files_named" CHECK (length("evidence_files"."filename") between 1 and 200)
);
--> statement-breakpoint
CREATE TABLE "instalment_evidence" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"instalment_id" uuid NOT NULL,
	"state" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"content_hash" text,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_by" uuid,
	"sent_at" timestamp with time zone,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "instalment_evidence_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "instalment_evidence_state_known" CHECK ("instalment_evidence"."state" in ('draft', 'sent', 'accepted', 'refused')),
	CONSTRAINT "instalment_evidence_sent_whole" CHECK (("instalment_evidence"."state" = 'draft') = ("instalment_evidence"."sent_at" is null) and ("instalment_evidence"."sent_at" is null) = ("instalment_evidence"."sent_by" is null) and ("instalment_evidence"."sent_at" is null) = ("instalment_evidence"."content_hash" is null)),
	CONSTRAINT "instalment_evidence_decided_whole" CHECK (("instalment_evidence"."state" in ('accepted', 'refused')) = ("instalment_evidence"."decided_at" is not null) and ("instalment_evidence"."decided_at" is null) = ("instalment_evidence"."decided_by" is null)),
	CONSTRAINT "instalment_evidence_decided_by_another" CHECK ("instalment_evidence"."decided_by" is null or "instalment_evidence"."decided_by" <> "instalment_evidence"."sent_by"),
	CONSTRAINT "instalment_evidence_refusal_has_reason" CHECK (("instalment_evidence"."state" = 'refused') = ("instalment_evidence"."reason" is not null) and coalesce(length("instalment_evidence"."reason"), 1) > 0)
);
--> statement-breakpoint
CREATE TABLE "instalment_reminders" (
	"fund_id" uuid NOT NULL,
	"instalment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"due_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "instalment_reminders_fund_id_instalment_id_kind_due_on_pk" PRIMARY KEY("fund_id","instalment_id","kind","due_on"),
	CONSTRAINT "instalment_reminders_kind_known" CHECK ("instalment_reminders"."kind" in ('soon', 'late'))
);
--> statement-breakpoint
CREATE TABLE "instalment_templates" (
	"fund_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"lines" jsonb NOT NULL,
	"reason" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "instalment_templates_fund_id_version_pk" PRIMARY KEY("fund_id","version"),
	CONSTRAINT "instalment_templates_version_positive" CHECK ("instalment_templates"."version" > 0),
	CONSTRAINT "instalment_templates_reason_given" CHECK (length("instalment_templates"."reason") > 0)
);
--> statement-breakpoint
CREATE TABLE "instalments" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"share" bigint NOT NULL,
	"label" text NOT NULL,
	"condition" text NOT NULL,
	"evidence_asked" text,
	"due_on" date NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"cancelled_at" timestamp with time zone,
	"cancelled_reason" text,
	CONSTRAINT "instalments_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "instalments_number_unique" UNIQUE("fund_id","grant_id","number"),
	CONSTRAINT "instalments_of_grant" UNIQUE("fund_id","grant_id","id"),
	CONSTRAINT "instalments_number_positive" CHECK ("instalments"."number" between 1 and 12),
	CONSTRAINT "instalments_share_positive" CHECK ("instalments"."share" > 0),
	CONSTRAINT "instalments_words_given" CHECK (length("instalments"."label") > 0 and length("instalments"."condition") > 0),
	CONSTRAINT "instalments_cancelled_has_reason" CHECK (("instalments"."cancelled_at" is null) = ("instalments"."cancelled_reason" is null) and coalesce(length("instalments"."cancelled_reason"), 1) > 0)
);
--> statement-breakpoint
-- Grants made before instalments were have one, of the whole, that asks for no evidence.
SELECT set_config('app.tx', 'migration', true);--> statement-breakpoint
INSERT INTO "instalments" ("fund_id", "id", "grant_id", "number", "share", "label", "condition", "due_on", "created_at")
SELECT "fund_id", gen_random_uuid(), "id", 1, 10000, 'Versement', 'La convention est signée par les deux parties.',
  ("created_at" AT TIME ZONE 'Europe/Paris' + interval '2 years')::date, "created_at" FROM "grants";--> statement-breakpoint
ALTER TABLE "disbursements" ADD COLUMN "instalment_id" uuid;--> statement-breakpoint
UPDATE "disbursements" d SET "instalment_id" = i."id" FROM "instalments" i
WHERE i."fund_id" = d."fund_id" AND i."grant_id" = d."grant_id";--> statement-breakpoint
ALTER TABLE "disbursements" ALTER COLUMN "instalment_id" SET NOT NULL;--> statement-breakpoint
SELECT set_config('app.tx', '', true);--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "suspended_reason" text;--> statement-breakpoint
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_evidence" FOREIGN KEY ("fund_id","evidence_id") REFERENCES "public"."instalment_evidence"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_files" ADD CONSTRAINT "evidence_files_content" FOREIGN KEY ("fund_id","sha256") REFERENCES "public"."stored_files"("fund_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_evidence" ADD CONSTRAINT "instalment_evidence_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_evidence" ADD CONSTRAINT "instalment_evidence_sent_by_users_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_evidence" ADD CONSTRAINT "instalment_evidence_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_evidence" ADD CONSTRAINT "instalment_evidence_instalment" FOREIGN KEY ("fund_id","instalment_id") REFERENCES "public"."instalments"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_reminders" ADD CONSTRAINT "instalment_reminders_instalment" FOREIGN KEY ("fund_id","instalment_id") REFERENCES "public"."instalments"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_templates" ADD CONSTRAINT "instalment_templates_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalment_templates" ADD CONSTRAINT "instalment_templates_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instalments" ADD CONSTRAINT "instalments_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_checks_oldest" ON "file_checks" USING btree ("fund_id","checked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "evidence_files_once" ON "evidence_files" USING btree ("fund_id","evidence_id","sha256") WHERE "evidence_files"."removed_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "instalment_evidence_one_at_a_time" ON "instalment_evidence" USING btree ("fund_id","instalment_id") WHERE "instalment_evidence"."state" <> 'refused';--> statement-breakpoint
CREATE INDEX "instalment_evidence_state" ON "instalment_evidence" USING btree ("fund_id","state");--> statement-breakpoint
CREATE INDEX "instalments_due" ON "instalments" USING btree ("fund_id","due_on");--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_instalment" FOREIGN KEY ("fund_id","grant_id","instalment_id") REFERENCES "public"."instalments"("fund_id","grant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_suspension_has_reason" CHECK (("grants"."suspended_at" is null) = ("grants"."suspended_reason" is null) and coalesce(length("grants"."suspended_reason"), 1) > 0);
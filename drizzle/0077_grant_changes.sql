CREATE TABLE "schedule_amendments" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"lines" jsonb NOT NULL,
	"reason" text NOT NULL,
	"paragraphs" jsonb NOT NULL,
	"hash" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"holder_signed_at" timestamp with time zone,
	"holder_signed_by" uuid,
	"fund_signed_at" timestamp with time zone,
	"fund_signed_by" uuid,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_by" uuid,
	CONSTRAINT "schedule_amendments_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "schedule_amendments_hash_shape" CHECK ("schedule_amendments"."hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "schedule_amendments_has_reason" CHECK (length("schedule_amendments"."reason") > 0),
	CONSTRAINT "schedule_amendments_signatures_whole" CHECK (("schedule_amendments"."holder_signed_at" is null) = ("schedule_amendments"."holder_signed_by" is null) and ("schedule_amendments"."fund_signed_at" is null) = ("schedule_amendments"."fund_signed_by" is null)),
	CONSTRAINT "schedule_amendments_holder_signs_first" CHECK ("schedule_amendments"."fund_signed_at" is null or "schedule_amendments"."holder_signed_at" is not null),
	CONSTRAINT "schedule_amendments_signed_by_two" CHECK ("schedule_amendments"."holder_signed_by" is null or "schedule_amendments"."fund_signed_by" is null or "schedule_amendments"."holder_signed_by" <> "schedule_amendments"."fund_signed_by"),
	CONSTRAINT "schedule_amendments_withdrawn_unsigned" CHECK (("schedule_amendments"."withdrawn_at" is null) = ("schedule_amendments"."withdrawn_by" is null) and ("schedule_amendments"."withdrawn_at" is null or "schedule_amendments"."fund_signed_at" is null))
);
--> statement-breakpoint
CREATE TABLE "spending_report_files" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"filename" text NOT NULL,
	"added_by" uuid NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "spending_report_files_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "spending_report_files_named" CHECK (length("spending_report_files"."filename") between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "delivery_evidence" DROP CONSTRAINT "delivery_evidence_type_known";--> statement-breakpoint
ALTER TABLE "delivery_evidence" DROP CONSTRAINT "delivery_evidence_size_bounded";--> statement-breakpoint
ALTER TABLE "delivery_evidence" DROP CONSTRAINT "delivery_evidence_hash_shape";--> statement-breakpoint
ALTER TABLE "refund_requests" DROP CONSTRAINT "refund_requests_state_known";--> statement-breakpoint
ALTER TABLE "instalments" ADD COLUMN "returned_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instalments" ADD COLUMN "given_back_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedule_amendments" ADD CONSTRAINT "schedule_amendments_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_amendments" ADD CONSTRAINT "schedule_amendments_holder_signed_by_users_id_fk" FOREIGN KEY ("holder_signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_amendments" ADD CONSTRAINT "schedule_amendments_fund_signed_by_users_id_fk" FOREIGN KEY ("fund_signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_amendments" ADD CONSTRAINT "schedule_amendments_withdrawn_by_users_id_fk" FOREIGN KEY ("withdrawn_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedule_amendments" ADD CONSTRAINT "schedule_amendments_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_report_files" ADD CONSTRAINT "spending_report_files_added_by_users_id_fk" FOREIGN KEY ("added_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_report_files" ADD CONSTRAINT "spending_report_files_report" FOREIGN KEY ("fund_id","report_id") REFERENCES "public"."spending_reports"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spending_report_files" ADD CONSTRAINT "spending_report_files_content" FOREIGN KEY ("fund_id","sha256") REFERENCES "public"."stored_files"("fund_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "schedule_amendments_one_open" ON "schedule_amendments" USING btree ("fund_id","grant_id") WHERE "schedule_amendments"."fund_signed_at" is null and "schedule_amendments"."withdrawn_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "spending_report_files_once" ON "spending_report_files" USING btree ("fund_id","report_id","sha256") WHERE "spending_report_files"."removed_at" is null;--> statement-breakpoint
-- What came with deliveries joins the one store of files, where it is read over daily.
DO $$
BEGIN
  PERFORM set_config('app.tx', 'migration', true);
  INSERT INTO stored_files (fund_id, sha256, content_type, size_bytes, ciphertext, created_at)
  SELECT fund_id, sha256, min(content_type), min(size_bytes), min(ciphertext), fund_now()
  FROM delivery_evidence GROUP BY fund_id, sha256 ON CONFLICT DO NOTHING;
  PERFORM set_config('app.tx', '', true);
END $$;
--> statement-breakpoint
ALTER TABLE "delivery_evidence" ADD CONSTRAINT "delivery_evidence_content" FOREIGN KEY ("fund_id","sha256") REFERENCES "public"."stored_files"("fund_id","sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_evidence" DROP COLUMN "content_type";--> statement-breakpoint
ALTER TABLE "delivery_evidence" DROP COLUMN "size_bytes";--> statement-breakpoint
ALTER TABLE "delivery_evidence" DROP COLUMN "ciphertext";--> statement-breakpoint
ALTER TABLE "instalments" ADD CONSTRAINT "instalments_given_back_within_returned" CHECK ("instalments"."given_back_cents" between 0 and "instalments"."returned_cents" and ("instalments"."returned_cents" = 0 or "instalments"."cancelled_at" is not null));--> statement-breakpoint
ALTER TABLE "refund_requests" ADD CONSTRAINT "refund_requests_state_known" CHECK ("refund_requests"."state" in ('asked', 'proposed', 'accepted', 'refused', 'withdrawn'));
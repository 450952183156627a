CREATE TABLE "book_checks" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"duration_ms" integer NOT NULL,
	"findings" jsonb NOT NULL,
	CONSTRAINT "book_checks_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "book_checks_findings_listed" CHECK (jsonb_typeof("book_checks"."findings") = 'array')
);
--> statement-breakpoint
ALTER TABLE "book_checks" ADD CONSTRAINT "book_checks_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "book_checks_newest" ON "book_checks" USING btree ("fund_id","checked_at");
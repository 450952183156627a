CREATE TABLE "form_drafts" (
	"fund_id" uuid NOT NULL,
	"form" text NOT NULL,
	"version" integer NOT NULL,
	"sealed" text NOT NULL,
	"saved_by" uuid NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "form_drafts_fund_id_form_pk" PRIMARY KEY("fund_id","form"),
	CONSTRAINT "form_drafts_version_positive" CHECK ("form_drafts"."version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "kept_forms" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"browser" text NOT NULL,
	"owner" text NOT NULL,
	"path" text NOT NULL,
	"sealed" text NOT NULL,
	"had_files" boolean NOT NULL,
	"kept_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kept_forms_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "kept_forms_own_path" CHECK ("kept_forms"."path" like '/%' and "kept_forms"."path" not like '//%')
);
--> statement-breakpoint
ALTER TABLE "form_drafts" ADD CONSTRAINT "form_drafts_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_drafts" ADD CONSTRAINT "form_drafts_saved_by_users_id_fk" FOREIGN KEY ("saved_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kept_forms" ADD CONSTRAINT "kept_forms_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kept_forms_of_browser" ON "kept_forms" USING btree ("fund_id","browser","kept_at");
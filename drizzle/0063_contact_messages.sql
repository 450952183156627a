CREATE TABLE "contact_messages" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"language" text NOT NULL,
	"body" text NOT NULL,
	"answer" text,
	"answered_by" uuid,
	"answered_at" timestamp with time zone,
	CONSTRAINT "contact_messages_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "contact_messages_language_known" CHECK ("contact_messages"."language" in ('fr', 'en')),
	CONSTRAINT "contact_messages_answer_whole" CHECK (num_nulls("contact_messages"."answer", "contact_messages"."answered_by", "contact_messages"."answered_at") in (0, 3))
);
--> statement-breakpoint
ALTER TABLE "contact_messages" ADD CONSTRAINT "contact_messages_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contact_messages_open" ON "contact_messages" USING btree ("fund_id","created_at") WHERE answered_at is null;
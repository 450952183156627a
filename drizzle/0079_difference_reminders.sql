CREATE TABLE "difference_reminders" (
	"fund_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"week_on" date NOT NULL,
	"differences" integer NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "difference_reminders_fund_id_owner_id_week_on_pk" PRIMARY KEY("fund_id","owner_id","week_on"),
	CONSTRAINT "difference_reminders_week_is_monday" CHECK (extract(isodow from "difference_reminders"."week_on") = 1),
	CONSTRAINT "difference_reminders_of_some" CHECK ("difference_reminders"."differences" > 0)
);
--> statement-breakpoint
ALTER TABLE "difference_reminders" ADD CONSTRAINT "difference_reminders_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "difference_reminders" ADD CONSTRAINT "difference_reminders_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "differences_owned" ON "differences" USING btree ("fund_id","owner_id") WHERE "differences"."state" <> 'closed' and "differences"."owner_id" is not null;
CREATE TABLE "campaign_words" (
	"fund_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"words" "tsvector" NOT NULL,
	CONSTRAINT "campaign_words_fund_id_campaign_id_pk" PRIMARY KEY("fund_id","campaign_id")
);
--> statement-breakpoint
ALTER TABLE "campaign_words" ADD CONSTRAINT "campaign_words_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_words_words" ON "campaign_words" USING gin ("words");--> statement-breakpoint
CREATE INDEX "campaigns_by_project" ON "campaigns" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "project_places_by_place" ON "project_places" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "projects_by_organisation" ON "projects" USING btree ("organisation_id");
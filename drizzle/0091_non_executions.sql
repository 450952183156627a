CREATE TABLE "non_executions" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"disbursement_id" uuid,
	"withdrawal_id" uuid,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"declared_by" uuid NOT NULL,
	"declared_at" timestamp with time zone NOT NULL,
	"decided_by" uuid,
	"decided_at" timestamp with time zone,
	CONSTRAINT "non_executions_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "non_executions_of_one_order" CHECK (num_nonnulls("non_executions"."disbursement_id", "non_executions"."withdrawal_id") = 1),
	CONSTRAINT "non_executions_has_reason" CHECK (length("non_executions"."reason") > 0),
	CONSTRAINT "non_executions_state_known" CHECK ("non_executions"."state" in ('declared', 'confirmed', 'dropped')),
	CONSTRAINT "non_executions_decided_whole" CHECK (("non_executions"."state" = 'declared') = ("non_executions"."decided_by" is null) and ("non_executions"."decided_by" is null) = ("non_executions"."decided_at" is null)),
	CONSTRAINT "non_executions_two_people" CHECK ("non_executions"."state" <> 'confirmed' or coalesce("non_executions"."decided_by" <> "non_executions"."declared_by", false))
);
--> statement-breakpoint
ALTER TABLE "non_executions" ADD CONSTRAINT "non_executions_declared_by_users_id_fk" FOREIGN KEY ("declared_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "non_executions" ADD CONSTRAINT "non_executions_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "non_executions" ADD CONSTRAINT "non_executions_disbursement" FOREIGN KEY ("fund_id","disbursement_id") REFERENCES "public"."disbursements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "non_executions" ADD CONSTRAINT "non_executions_withdrawal" FOREIGN KEY ("fund_id","withdrawal_id") REFERENCES "public"."pot_withdrawals"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "non_executions_one_of_disbursement" ON "non_executions" USING btree ("fund_id","disbursement_id") WHERE "non_executions"."state" <> 'dropped';--> statement-breakpoint
CREATE UNIQUE INDEX "non_executions_one_of_withdrawal" ON "non_executions" USING btree ("fund_id","withdrawal_id") WHERE "non_executions"."state" <> 'dropped';
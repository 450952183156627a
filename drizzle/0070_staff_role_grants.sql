ALTER TABLE "staff_roles" ALTER COLUMN "granted_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD COLUMN "proposed_by" uuid;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD COLUMN "proposed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD COLUMN "confirmed_by" uuid;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD COLUMN "confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_proposed_by_users_id_fk" FOREIGN KEY ("proposed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_confirmed_by_users_id_fk" FOREIGN KEY ("confirmed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_proposed_whole" CHECK (("staff_roles"."proposed_by" is null) = ("staff_roles"."proposed_at" is null) and ("staff_roles"."proposed_by" is not null or "staff_roles"."granted_at" is not null));--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_confirmed_whole" CHECK (("staff_roles"."confirmed_by" is null) = ("staff_roles"."confirmed_at" is null) and ("staff_roles"."confirmed_by" is null or "staff_roles"."proposed_by" is not null));--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_two_people" CHECK ("staff_roles"."proposed_by" is distinct from "staff_roles"."user_id" and "staff_roles"."confirmed_by" is distinct from "staff_roles"."user_id" and ("staff_roles"."confirmed_by" is null or "staff_roles"."confirmed_by" <> "staff_roles"."proposed_by"));--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_confirmed_waits" CHECK ("staff_roles"."confirmed_at" is null or coalesce("staff_roles"."granted_at" >= "staff_roles"."confirmed_at" + interval '24 hours', false));--> statement-breakpoint
CREATE VIEW "public"."staff_roles_in_force" AS (select user_id, role from staff_roles where granted_at <= fund_now());
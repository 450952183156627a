-- A priority neighbourhood may lie in several communes, with a point in each.
ALTER TABLE "qpvs" DROP CONSTRAINT "qpvs_pkey";--> statement-breakpoint
ALTER TABLE "qpvs" ADD CONSTRAINT "qpvs_code_commune_code_pk" PRIMARY KEY("code","commune_code");

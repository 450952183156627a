CREATE TABLE "account_numbers" (
	"kind" text NOT NULL,
	"valid_from" date NOT NULL,
	"number" text NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	CONSTRAINT "account_numbers_kind_valid_from_pk" PRIMARY KEY("kind","valid_from"),
	CONSTRAINT "account_numbers_number_known" CHECK ("account_numbers"."number" ~ '^[1-7][0-9]{2,9}$')
);
--> statement-breakpoint
CREATE TABLE "journal_seals" (
	"fund_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"entry_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "journal_seals_fund_id_sequence_pk" PRIMARY KEY("fund_id","sequence"),
	CONSTRAINT "journal_seals_entry_once" UNIQUE("fund_id","entry_id"),
	CONSTRAINT "journal_seals_sequence_positive" CHECK ("journal_seals"."sequence" >= 1),
	CONSTRAINT "journal_seals_hash_whole" CHECK ("journal_seals"."hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
ALTER TABLE "account_numbers" ADD CONSTRAINT "account_numbers_kind_account_kinds_kind_fk" FOREIGN KEY ("kind") REFERENCES "public"."account_kinds"("kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_seals" ADD CONSTRAINT "journal_seals_entry" FOREIGN KEY ("fund_id","entry_id") REFERENCES "public"."journal_entries"("fund_id","id") ON DELETE no action ON UPDATE no action;
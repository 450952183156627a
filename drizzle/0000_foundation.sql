CREATE TABLE "bank_lines" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"statement_id" uuid NOT NULL,
	"line_ref" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"booked_on" date NOT NULL,
	"end_to_end_id" text,
	"remittance" text NOT NULL,
	"counterparty" text NOT NULL,
	"return_reason" text,
	"state" text NOT NULL,
	"entry_key" text,
	CONSTRAINT "bank_lines_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "bank_lines_once" UNIQUE("fund_id","statement_id","line_ref"),
	CONSTRAINT "bank_lines_amount_not_zero" CHECK ("bank_lines"."amount_cents" <> 0),
	CONSTRAINT "bank_lines_state_known" CHECK ("bank_lines"."state" in ('open', 'booked')),
	CONSTRAINT "bank_lines_booked_has_entry" CHECK (("bank_lines"."state" = 'booked') = ("bank_lines"."entry_key" is not null))
);
--> statement-breakpoint
CREATE TABLE "bank_statements" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"statement_id" text NOT NULL,
	"iban_fingerprint" text NOT NULL,
	"iban_masked" text NOT NULL,
	"from_on" date NOT NULL,
	"to_on" date NOT NULL,
	"opening_cents" bigint NOT NULL,
	"closing_cents" bigint NOT NULL,
	"imported_at" timestamp with time zone NOT NULL,
	CONSTRAINT "bank_statements_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "bank_statements_once" UNIQUE("fund_id","iban_fingerprint","statement_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_reviews" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"message" text NOT NULL,
	"reviewer_id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "campaign_reviews_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "campaign_reviews_outcome_known" CHECK ("campaign_reviews"."outcome" in ('changes_requested', 'approved'))
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"pitch" text NOT NULL,
	"goal_cents" bigint NOT NULL,
	"mode" text NOT NULL,
	"state" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"deadline_at" timestamp with time zone NOT NULL,
	"shortfall_policy" text DEFAULT 'fail_and_refund' NOT NULL,
	"minimum_cents" bigint,
	"top_up_max_bps" integer,
	"matching_counts" boolean DEFAULT true NOT NULL,
	"match_ceiling_cents" bigint,
	"stretch_goals_cents" bigint[] DEFAULT '{}'::bigint[] NOT NULL,
	"declared_fee_bps" integer DEFAULT 0 NOT NULL,
	"category" text,
	"created_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "campaigns_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "campaigns_slug_unique" UNIQUE("fund_id","slug"),
	CONSTRAINT "campaigns_goal_positive" CHECK ("campaigns"."goal_cents" >= 100),
	CONSTRAINT "campaigns_dates_in_order" CHECK ("campaigns"."starts_at" < "campaigns"."deadline_at"),
	CONSTRAINT "campaigns_mode_known" CHECK ("campaigns"."mode" in ('all_or_nothing', 'keep_what_you_raise')),
	CONSTRAINT "campaigns_state_known" CHECK ("campaigns"."state" in ('draft', 'submitted', 'changes_requested', 'approved', 'scheduled', 'live', 'settling', 'succeeded', 'failed', 'suspended', 'cancelled')),
	CONSTRAINT "campaigns_shortfall_policy_declared" CHECK (case "campaigns"."shortfall_policy"
        when 'fail_and_refund' then "campaigns"."minimum_cents" is null and "campaigns"."top_up_max_bps" is null
        when 'accept_minimum' then "campaigns"."minimum_cents" between 100 and "campaigns"."goal_cents" and "campaigns"."top_up_max_bps" is null
        when 'reserve_top_up' then "campaigns"."top_up_max_bps" between 1 and 10000 and "campaigns"."minimum_cents" is null
        else false end)
);
--> statement-breakpoint
CREATE TABLE "needs_in_kind" (
	"fund_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"label" text NOT NULL,
	"quantity" integer NOT NULL,
	CONSTRAINT "needs_in_kind_fund_id_campaign_id_position_pk" PRIMARY KEY("fund_id","campaign_id","position"),
	CONSTRAINT "needs_in_kind_quantity_positive" CHECK ("needs_in_kind"."quantity" > 0)
);
--> statement-breakpoint
CREATE TABLE "rewards" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"title" text NOT NULL,
	"threshold_cents" bigint NOT NULL,
	"fair_value_cents" bigint NOT NULL,
	"stock" integer,
	"taken" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "rewards_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "rewards_amounts_not_negative" CHECK ("rewards"."threshold_cents" >= 100 and "rewards"."fair_value_cents" >= 0),
	CONSTRAINT "rewards_never_oversold" CHECK ("rewards"."taken" >= 0 and ("rewards"."stock" is null or "rewards"."taken" <= "rewards"."stock"))
);
--> statement-breakpoint
CREATE TABLE "fund_clock" (
	"id" smallint PRIMARY KEY DEFAULT 1 NOT NULL,
	"sandbox" boolean DEFAULT false NOT NULL,
	"ahead" interval DEFAULT '0' NOT NULL,
	CONSTRAINT "fund_clock_single_row" CHECK ("fund_clock"."id" = 1),
	CONSTRAINT "fund_clock_moves_in_sandbox_only" CHECK ("fund_clock"."sandbox" or "fund_clock"."ahead" = interval '0'),
	CONSTRAINT "fund_clock_never_back" CHECK ("fund_clock"."ahead" >= interval '0')
);
--> statement-breakpoint
CREATE TABLE "funds" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"currency" text DEFAULT 'EUR' NOT NULL,
	"declared_fee_bps" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "funds_currency_euro" CHECK ("funds"."currency" = 'EUR'),
	CONSTRAINT "funds_declared_fee_share" CHECK ("funds"."declared_fee_bps" between 0 and 2000)
);
--> statement-breakpoint
CREATE TABLE "state_transitions" (
	"machine" text NOT NULL,
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "state_transitions_machine_from_state_to_state_pk" PRIMARY KEY("machine","from_state","to_state"),
	CONSTRAINT "state_transitions_change" CHECK ("state_transitions"."from_state" <> "state_transitions"."to_state")
);
--> statement-breakpoint
CREATE TABLE "disbursement_approvals" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"disbursement_id" uuid NOT NULL,
	"step" text NOT NULL,
	"user_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"voided_at" timestamp with time zone,
	CONSTRAINT "disbursement_approvals_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "disbursement_approvals_step_known" CHECK ("disbursement_approvals"."step" in ('authorise', 'order'))
);
--> statement-breakpoint
CREATE TABLE "disbursements" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"grant_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"rail" text NOT NULL,
	"bank_account_id" uuid,
	"stripe_account_id" text,
	"purpose" text NOT NULL,
	"state" text NOT NULL,
	"content_hash" text NOT NULL,
	"requested_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"end_to_end_id" text NOT NULL,
	"payment_file_id" uuid,
	"stripe_transfer_id" text,
	"sent_at" timestamp with time zone,
	"paid_at" timestamp with time zone,
	"ended_reason" text,
	CONSTRAINT "disbursements_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "disbursements_end_to_end_unique" UNIQUE("fund_id","end_to_end_id"),
	CONSTRAINT "disbursements_transfer_unique" UNIQUE("fund_id","stripe_transfer_id"),
	CONSTRAINT "disbursements_amount_positive" CHECK ("disbursements"."amount_cents" >= 100),
	CONSTRAINT "disbursements_rail_names_payee" CHECK (case "disbursements"."rail" when 'sepa' then "disbursements"."bank_account_id" is not null when 'stripe' then "disbursements"."stripe_account_id" is not null else false end),
	CONSTRAINT "disbursements_state_known" CHECK ("disbursements"."state" in ('requested', 'authorised', 'ordered', 'sent', 'paid', 'refused', 'cancelled', 'returned')),
	CONSTRAINT "disbursements_paid_at_matches_state" CHECK ("disbursements"."state" <> 'paid' or "disbursements"."paid_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "grants" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"engaged_cents" bigint DEFAULT 0 NOT NULL,
	"paid_cents" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"holder_signed_at" timestamp with time zone,
	"holder_signed_by" uuid,
	"fund_signed_at" timestamp with time zone,
	"fund_signed_by" uuid,
	CONSTRAINT "grants_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "grants_one_per_campaign" UNIQUE("fund_id","campaign_id"),
	CONSTRAINT "grants_amount_positive" CHECK ("grants"."amount_cents" > 0),
	CONSTRAINT "grants_never_overpaid" CHECK ("grants"."engaged_cents" >= 0 and "grants"."paid_cents" >= 0 and "grants"."engaged_cents" + "grants"."paid_cents" <= "grants"."amount_cents"),
	CONSTRAINT "grants_signed_by_two" CHECK ("grants"."holder_signed_by" is null or "grants"."fund_signed_by" is null or "grants"."holder_signed_by" <> "grants"."fund_signed_by")
);
--> statement-breakpoint
CREATE TABLE "payment_files" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"message_id" text NOT NULL,
	"xml_ciphertext" text NOT NULL,
	"control_sum_cents" bigint NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "payment_files_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "payment_files_message_unique" UNIQUE("fund_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_tokens_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "auth_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"token" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "staff_roles" (
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "staff_roles_user_id_role_pk" PRIMARY KEY("user_id","role"),
	CONSTRAINT "staff_roles_known" CHECK ("staff_roles"."role" in ('administrator', 'case_officer', 'authoriser', 'paymaster', 'auditor'))
);
--> statement-breakpoint
CREATE TABLE "two_factors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"verified" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"image" text,
	"language" text DEFAULT 'fr' NOT NULL,
	"two_factor_enabled" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "users_language_known" CHECK ("users"."language" in ('fr', 'en'))
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_kinds" (
	"kind" text PRIMARY KEY NOT NULL,
	"class" text NOT NULL,
	"normal_side" text NOT NULL,
	"bounded" boolean NOT NULL,
	CONSTRAINT "account_kinds_class_known" CHECK ("account_kinds"."class" in ('asset', 'liability', 'own_funds', 'cost')),
	CONSTRAINT "account_kinds_side_known" CHECK ("account_kinds"."normal_side" in ('debit', 'credit'))
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"fund_id" uuid NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"normal_side" text NOT NULL,
	"bounded" boolean NOT NULL,
	"debit_cents" bigint DEFAULT 0 NOT NULL,
	"credit_cents" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "accounts_fund_id_code_pk" PRIMARY KEY("fund_id","code"),
	CONSTRAINT "accounts_counters_never_negative" CHECK ("accounts"."debit_cents" >= 0 and "accounts"."credit_cents" >= 0),
	CONSTRAINT "accounts_bounded_never_below_zero" CHECK (not "accounts"."bounded" or case "accounts"."normal_side" when 'debit' then "accounts"."debit_cents" - "accounts"."credit_cents" else "accounts"."credit_cents" - "accounts"."debit_cents" end >= 0)
);
--> statement-breakpoint
CREATE TABLE "journal_entries" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"source" text NOT NULL,
	"input_hash" text NOT NULL,
	"reverses_id" uuid,
	"reason" text,
	"approved_by" text,
	"xact" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "journal_entries_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "journal_entries_key_unique" UNIQUE("fund_id","key"),
	CONSTRAINT "journal_entries_reversed_once" UNIQUE("fund_id","reverses_id"),
	CONSTRAINT "journal_entries_reversal_explained" CHECK ("journal_entries"."reverses_id" is null or (length("journal_entries"."reason") > 0 and "journal_entries"."approved_by" is not null and "journal_entries"."approved_by" <> "journal_entries"."actor"))
);
--> statement-breakpoint
CREATE TABLE "postings" (
	"fund_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"line" smallint NOT NULL,
	"account" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	CONSTRAINT "postings_fund_id_entry_id_line_pk" PRIMARY KEY("fund_id","entry_id","line"),
	CONSTRAINT "postings_amount_not_zero" CHECK ("postings"."amount_cents" <> 0)
);
--> statement-breakpoint
CREATE TABLE "cooperation_agreements" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"partner_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"promised_counts" boolean DEFAULT false NOT NULL,
	CONSTRAINT "cooperation_agreements_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "cooperation_agreements_reference_unique" UNIQUE("fund_id","reference"),
	CONSTRAINT "cooperation_agreements_dates_in_order" CHECK ("cooperation_agreements"."signed_at" < "cooperation_agreements"."ends_at")
);
--> statement-breakpoint
CREATE TABLE "match_traces" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"match_id" uuid,
	"rule_id" uuid NOT NULL,
	"rule_version" integer NOT NULL,
	"sequence" smallint NOT NULL,
	"evaluated_at" timestamp with time zone NOT NULL,
	"trace" jsonb NOT NULL,
	"amount_cents" bigint NOT NULL,
	"bound_by" text NOT NULL,
	"pot_before_cents" bigint NOT NULL,
	"pot_after_cents" bigint NOT NULL,
	CONSTRAINT "match_traces_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "match_traces_pot_adds_up" CHECK ("match_traces"."pot_before_cents" - "match_traces"."amount_cents" = "match_traces"."pot_after_cents")
);
--> statement-breakpoint
CREATE TABLE "matches" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"donor_id" uuid NOT NULL,
	"rule_id" uuid NOT NULL,
	"rule_version" integer NOT NULL,
	"pot_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "matches_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "matches_amount_positive" CHECK ("matches"."amount_cents" > 0),
	CONSTRAINT "matches_state_known" CHECK ("matches"."state" in ('reserved', 'committed', 'paid', 'released', 'reversed', 'clawback_due'))
);
--> statement-breakpoint
CREATE TABLE "matching_pots" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"name" text NOT NULL,
	"funding_reference" text NOT NULL,
	"promised_cents" bigint NOT NULL,
	"funded_cents" bigint DEFAULT 0 NOT NULL,
	"withdrawn_cents" bigint DEFAULT 0 NOT NULL,
	"reserved_cents" bigint DEFAULT 0 NOT NULL,
	"committed_cents" bigint DEFAULT 0 NOT NULL,
	"paid_cents" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "matching_pots_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "matching_pots_funding_reference_unique" UNIQUE("fund_id","funding_reference"),
	CONSTRAINT "matching_pots_counters_never_negative" CHECK ("matching_pots"."promised_cents" >= 0 and "matching_pots"."funded_cents" >= 0 and "matching_pots"."withdrawn_cents" >= 0 and "matching_pots"."reserved_cents" >= 0 and "matching_pots"."committed_cents" >= 0 and "matching_pots"."paid_cents" >= 0),
	CONSTRAINT "matching_pots_never_overdrawn" CHECK ("matching_pots"."funded_cents" - "matching_pots"."withdrawn_cents" - "matching_pots"."reserved_cents" - "matching_pots"."committed_cents" - "matching_pots"."paid_cents" >= 0)
);
--> statement-breakpoint
CREATE TABLE "matching_rules" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version" integer NOT NULL,
	"pot_id" uuid NOT NULL,
	"priority" smallint NOT NULL,
	"ratio_numerator" integer NOT NULL,
	"ratio_denominator" integer NOT NULL,
	"cap_per_gift_cents" bigint,
	"cap_per_donor_cents" bigint,
	"cap_per_campaign_cents" bigint,
	"minimum_gift_cents" bigint,
	"filter" jsonb NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"valid_from" timestamp with time zone NOT NULL,
	CONSTRAINT "matching_rules_fund_id_id_version_pk" PRIMARY KEY("fund_id","id","version"),
	CONSTRAINT "matching_rules_version_positive" CHECK ("matching_rules"."version" >= 1),
	CONSTRAINT "matching_rules_ratio_positive" CHECK ("matching_rules"."ratio_numerator" between 1 and 1000 and "matching_rules"."ratio_denominator" between 1 and 1000),
	CONSTRAINT "matching_rules_dates_in_order" CHECK ("matching_rules"."starts_at" < "matching_rules"."ends_at"),
	CONSTRAINT "matching_rules_caps_positive" CHECK ("matching_rules"."cap_per_gift_cents" > 0 and "matching_rules"."cap_per_donor_cents" > 0 and "matching_rules"."cap_per_campaign_cents" > 0 and "matching_rules"."minimum_gift_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "pot_fundings" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pot_id" uuid NOT NULL,
	"amount_cents" bigint NOT NULL,
	"source" text NOT NULL,
	"reference" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pot_fundings_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "pot_fundings_once" UNIQUE("fund_id","source","reference"),
	CONSTRAINT "pot_fundings_amount_positive" CHECK ("pot_fundings"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "bank_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organisation_id" uuid NOT NULL,
	"holder_name" text NOT NULL,
	"iban_ciphertext" text NOT NULL,
	"iban_fingerprint" text NOT NULL,
	"iban_masked" text NOT NULL,
	"bic" text,
	"state" text NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"verified_by" uuid,
	"verified_at" timestamp with time zone,
	CONSTRAINT "bank_accounts_iban_once" UNIQUE("organisation_id","iban_fingerprint"),
	CONSTRAINT "bank_accounts_state_known" CHECK ("bank_accounts"."state" in ('pending', 'verified', 'replaced')),
	CONSTRAINT "bank_accounts_verified_by_someone" CHECK ("bank_accounts"."state" <> 'verified' or ("bank_accounts"."verified_at" is not null and "bank_accounts"."verified_by" is not null)),
	CONSTRAINT "bank_accounts_verified_by_another" CHECK ("bank_accounts"."verified_by" is distinct from "bank_accounts"."created_by")
);
--> statement-breakpoint
CREATE TABLE "organisation_members" (
	"organisation_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" text NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisation_members_organisation_id_user_id_pk" PRIMARY KEY("organisation_id","user_id"),
	CONSTRAINT "organisation_members_role_known" CHECK ("organisation_members"."role" in ('owner', 'member'))
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"legal_form" text NOT NULL,
	"siret" text,
	"rna" text,
	"address" text NOT NULL,
	"postcode" text NOT NULL,
	"town" text NOT NULL,
	"commune_code" text,
	"stripe_account_id" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "organisations_siret_shape" CHECK ("organisations"."siret" ~ '^[0-9]{14}$'),
	CONSTRAINT "organisations_rna_shape" CHECK ("organisations"."rna" ~ '^W[0-9A-Z]{9}$'),
	CONSTRAINT "organisations_identified" CHECK ("organisations"."siret" is not null or "organisations"."rna" is not null)
);
--> statement-breakpoint
CREATE TABLE "balance_transactions" (
	"fund_id" uuid NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"reporting_category" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"fee_cents" bigint NOT NULL,
	"net_cents" bigint NOT NULL,
	"source_id" text,
	"payout_id" text,
	"occurred_at" timestamp with time zone NOT NULL,
	"available_at" timestamp with time zone NOT NULL,
	"reconciled_at" timestamp with time zone,
	"imported_at" timestamp with time zone NOT NULL,
	CONSTRAINT "balance_transactions_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "balance_transactions_net_adds_up" CHECK ("balance_transactions"."net_cents" = "balance_transactions"."amount_cents" - "balance_transactions"."fee_cents")
);
--> statement-breakpoint
CREATE TABLE "differences" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"proposed_cause" text NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"owner_id" uuid,
	"explanation" text,
	"explained_by" uuid,
	"state" text NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" text,
	"closing_entry_id" uuid,
	CONSTRAINT "differences_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "differences_once_per_subject" UNIQUE("fund_id","kind","subject"),
	CONSTRAINT "differences_state_known" CHECK ("differences"."state" in ('open', 'explained', 'closed')),
	CONSTRAINT "differences_explained_has_reason" CHECK ("differences"."state" <> 'explained' or (length("differences"."explanation") > 0 and "differences"."explained_by" is not null)),
	CONSTRAINT "differences_closed_by_entry_or_second_person" CHECK ("differences"."state" <> 'closed' or ("differences"."closed_at" is not null and "differences"."closed_by" is not null and ("differences"."closing_entry_id" is not null or (length("differences"."explanation") > 0 and "differences"."explained_by" is not null and "differences"."closed_by" <> 'user:' || "differences"."explained_by"::text))))
);
--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"fund_id" uuid NOT NULL,
	"source" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" text NOT NULL,
	"api_version" text,
	"received_at" timestamp with time zone NOT NULL,
	"applied_at" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	CONSTRAINT "stripe_events_fund_id_source_event_id_pk" PRIMARY KEY("fund_id","source","event_id")
);
--> statement-breakpoint
CREATE TABLE "stripe_payouts" (
	"fund_id" uuid NOT NULL,
	"id" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"state" text NOT NULL,
	"arrives_at" timestamp with time zone NOT NULL,
	"bank_line_id" uuid,
	"reconciled" boolean DEFAULT false NOT NULL,
	CONSTRAINT "stripe_payouts_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "stripe_payouts_bank_line_once" UNIQUE("fund_id","bank_line_id"),
	CONSTRAINT "stripe_payouts_amount_positive" CHECK ("stripe_payouts"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"change" jsonb,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "heartbeats" (
	"name" text PRIMARY KEY NOT NULL,
	"last_success_at" timestamp with time zone NOT NULL,
	"cursor" text
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"route" text NOT NULL,
	"request_hash" text NOT NULL,
	"state" text NOT NULL,
	"response_status" integer,
	"response_body" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_actor_key_pk" PRIMARY KEY("actor","key"),
	CONSTRAINT "idempotency_keys_state_known" CHECK ("idempotency_keys"."state" in ('started', 'answered')),
	CONSTRAINT "idempotency_keys_answered_has_response" CHECK (("idempotency_keys"."state" = 'answered') = ("idempotency_keys"."response_status" is not null and "idempotency_keys"."response_body" is not null))
);
--> statement-breakpoint
CREATE TABLE "mailbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"recipient" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"job" text NOT NULL,
	"payload" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "charge_attempts" (
	"fund_id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"payment_intent_id" text,
	"decline_code" text,
	CONSTRAINT "charge_attempts_fund_id_pledge_id_attempt_pk" PRIMARY KEY("fund_id","pledge_id","attempt"),
	CONSTRAINT "charge_attempts_state_known" CHECK ("charge_attempts"."state" in ('started', 'succeeded', 'pending', 'declined', 'action_required')),
	CONSTRAINT "charge_attempts_ended_at_matches_state" CHECK (("charge_attempts"."state" = 'started') = ("charge_attempts"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "donor_keys" (
	"fund_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"donor_id" uuid NOT NULL,
	CONSTRAINT "donor_keys_fund_id_kind_value_pk" PRIMARY KEY("fund_id","kind","value"),
	CONSTRAINT "donor_keys_kind_known" CHECK ("donor_keys"."kind" in ('user', 'email', 'card', 'iban'))
);
--> statement-breakpoint
CREATE TABLE "donors" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "donors_fund_id_id_pk" PRIMARY KEY("fund_id","id")
);
--> statement-breakpoint
CREATE TABLE "pledges" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"donor_id" uuid NOT NULL,
	"user_id" uuid,
	"email" text NOT NULL,
	"display_name" text NOT NULL,
	"anonymous" boolean DEFAULT false NOT NULL,
	"language" text DEFAULT 'fr' NOT NULL,
	"amount_cents" bigint NOT NULL,
	"tip_cents" bigint DEFAULT 0 NOT NULL,
	"reward_id" uuid,
	"reward_held" boolean DEFAULT false NOT NULL,
	"state" text NOT NULL,
	"mode" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"checkout_expires_at" timestamp with time zone NOT NULL,
	"checkout_session_id" text,
	"checkout_url" text,
	"customer_id" text,
	"payment_method_id" text,
	"payment_intent_id" text,
	"charge_id" text,
	"authorised_at" timestamp with time zone,
	"captured_at" timestamp with time zone,
	"captured_cents" bigint DEFAULT 0 NOT NULL,
	"returned_cents" bigint DEFAULT 0 NOT NULL,
	"next_charge_at" timestamp with time zone,
	"last_decline_code" text,
	"held_reason" text,
	"access_token_hash" text NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_reason" text,
	CONSTRAINT "pledges_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "pledges_checkout_session_unique" UNIQUE("fund_id","checkout_session_id"),
	CONSTRAINT "pledges_payment_intent_unique" UNIQUE("fund_id","payment_intent_id"),
	CONSTRAINT "pledges_charge_unique" UNIQUE("fund_id","charge_id"),
	CONSTRAINT "pledges_amount_accepted" CHECK ("pledges"."amount_cents" between 100 and 10000000000),
	CONSTRAINT "pledges_tip_not_negative" CHECK ("pledges"."tip_cents" between 0 and 10000000000),
	CONSTRAINT "pledges_state_known" CHECK ("pledges"."state" in ('draft', 'authorised', 'charging', 'captured', 'action_required', 'failed', 'cancelled', 'expired')),
	CONSTRAINT "pledges_captured_at_matches_state" CHECK (("pledges"."state" = 'captured') = ("pledges"."captured_at" is not null)),
	CONSTRAINT "pledges_captured_whole_amount" CHECK ("pledges"."captured_cents" = case "pledges"."state" when 'captured' then "pledges"."amount_cents" + "pledges"."tip_cents" else 0 end),
	CONSTRAINT "pledges_returned_within_captured" CHECK ("pledges"."returned_cents" between 0 and "pledges"."captured_cents"),
	CONSTRAINT "pledges_ended_at_matches_state" CHECK (("pledges"."state" in ('failed', 'cancelled', 'expired')) = ("pledges"."ended_at" is not null)),
	CONSTRAINT "pledges_reward_held_is_named" CHECK (not "pledges"."reward_held" or "pledges"."reward_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pledge_id" uuid NOT NULL,
	"charge_id" text NOT NULL,
	"reason" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	"state" text NOT NULL,
	"stripe_refund_id" text,
	"created_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "refunds_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "refunds_stripe_refund_unique" UNIQUE("fund_id","stripe_refund_id"),
	CONSTRAINT "refunds_amount_positive" CHECK ("refunds"."amount_cents" > 0),
	CONSTRAINT "refunds_reason_known" CHECK ("refunds"."reason" in ('late_money', 'campaign_failed', 'campaign_cancelled', 'donor_request')),
	CONSTRAINT "refunds_state_known" CHECK ("refunds"."state" in ('requested', 'pending', 'succeeded', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "budget_lines" (
	"fund_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"position" smallint NOT NULL,
	"label" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	CONSTRAINT "budget_lines_fund_id_project_id_position_pk" PRIMARY KEY("fund_id","project_id","position"),
	CONSTRAINT "budget_lines_amount_positive" CHECK ("budget_lines"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "funding_lines" (
	"fund_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"source" text NOT NULL,
	"amount_cents" bigint NOT NULL,
	CONSTRAINT "funding_lines_fund_id_project_id_source_pk" PRIMARY KEY("fund_id","project_id","source"),
	CONSTRAINT "funding_lines_source_known" CHECK ("funding_lines"."source" in ('own_funds', 'campaign', 'public_grants', 'other')),
	CONSTRAINT "funding_lines_amount_positive" CHECK ("funding_lines"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "project_places" (
	"fund_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"place_id" text NOT NULL,
	CONSTRAINT "project_places_fund_id_project_id_place_id_pk" PRIMARY KEY("fund_id","project_id","place_id")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"description" text NOT NULL,
	"total_cents" bigint NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "projects_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "projects_total_positive" CHECK ("projects"."total_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "settlements" (
	"fund_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"state" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"window_ends_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"outcome" text,
	"outcome_reason" text,
	"gifts_cents" bigint,
	"matches_cents" bigint,
	"top_up_cents" bigint,
	CONSTRAINT "settlements_fund_id_id_pk" PRIMARY KEY("fund_id","id"),
	CONSTRAINT "settlements_one_per_campaign" UNIQUE("fund_id","campaign_id"),
	CONSTRAINT "settlements_state_known" CHECK ("settlements"."state" in ('charging', 'decided')),
	CONSTRAINT "settlements_window_after_start" CHECK ("settlements"."window_ends_at" >= "settlements"."started_at"),
	CONSTRAINT "settlements_decided_whole" CHECK (("settlements"."state" = 'decided') = ("settlements"."decided_at" is not null and "settlements"."outcome" in ('succeeded', 'failed') and "settlements"."gifts_cents" is not null and "settlements"."matches_cents" is not null and "settlements"."top_up_cents" is not null))
);
--> statement-breakpoint
CREATE TABLE "communes" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"departement" text NOT NULL,
	"region" text NOT NULL,
	"epci" text,
	"population" bigint,
	"latitude" double precision,
	"longitude" double precision,
	"rural" boolean,
	"frr" boolean DEFAULT false NOT NULL,
	"postcodes" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" text PRIMARY KEY NOT NULL,
	"pivot" text,
	"name" text NOT NULL,
	"commune_name" text NOT NULL,
	"postcode" text NOT NULL,
	"commune_code" text,
	"address" text NOT NULL,
	"address_complement" text,
	"latitude" double precision,
	"longitude" double precision,
	"types" text[] NOT NULL,
	"phone" text,
	"emails" text[] NOT NULL,
	"websites" text[] NOT NULL,
	"opening_hours" text,
	"summary" text,
	"details" text,
	"source" text,
	"itinerancy" text[] NOT NULL,
	"parent_structure" text,
	"updated_on" text NOT NULL,
	"services" text[] NOT NULL,
	"publics" text[] NOT NULL,
	"specific_care" text[] NOT NULL,
	"fees" text[] NOT NULL,
	"national_programmes" text[] NOT NULL,
	"labels" text[] NOT NULL,
	"other_labels" text[] NOT NULL,
	"access_modes" text[] NOT NULL,
	"support_modes" text[] NOT NULL,
	"accessibility_url" text,
	"booking_url" text,
	"departement" text,
	"rural" boolean,
	"qpv" boolean DEFAULT false NOT NULL,
	"frr" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"imported_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "qpvs" (
	"code" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"commune_code" text NOT NULL,
	"latitude" double precision NOT NULL,
	"longitude" double precision NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_statement" FOREIGN KEY ("fund_id","statement_id") REFERENCES "public"."bank_statements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_statements" ADD CONSTRAINT "bank_statements_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_reviews" ADD CONSTRAINT "campaign_reviews_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_project" FOREIGN KEY ("fund_id","project_id") REFERENCES "public"."projects"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs_in_kind" ADD CONSTRAINT "needs_in_kind_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rewards" ADD CONSTRAINT "rewards_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursement_approvals" ADD CONSTRAINT "disbursement_approvals_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursement_approvals" ADD CONSTRAINT "disbursement_approvals_disbursement" FOREIGN KEY ("fund_id","disbursement_id") REFERENCES "public"."disbursements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_bank_account_id_bank_accounts_id_fk" FOREIGN KEY ("bank_account_id") REFERENCES "public"."bank_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_grant" FOREIGN KEY ("fund_id","grant_id") REFERENCES "public"."grants"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disbursements" ADD CONSTRAINT "disbursements_file" FOREIGN KEY ("fund_id","payment_file_id") REFERENCES "public"."payment_files"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_holder_signed_by_users_id_fk" FOREIGN KEY ("holder_signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_fund_signed_by_users_id_fk" FOREIGN KEY ("fund_signed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_files" ADD CONSTRAINT "payment_files_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "auth_accounts" ADD CONSTRAINT "auth_accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_roles" ADD CONSTRAINT "staff_roles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_kind_account_kinds_kind_fk" FOREIGN KEY ("kind") REFERENCES "public"."account_kinds"("kind") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_reverses" FOREIGN KEY ("fund_id","reverses_id") REFERENCES "public"."journal_entries"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_entry" FOREIGN KEY ("fund_id","entry_id") REFERENCES "public"."journal_entries"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "postings" ADD CONSTRAINT "postings_account" FOREIGN KEY ("fund_id","account") REFERENCES "public"."accounts"("fund_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD CONSTRAINT "cooperation_agreements_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cooperation_agreements" ADD CONSTRAINT "cooperation_agreements_partner_id_organisations_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "match_traces" ADD CONSTRAINT "match_traces_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matches" ADD CONSTRAINT "matches_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matches" ADD CONSTRAINT "matches_rule_version" FOREIGN KEY ("fund_id","rule_id","rule_version") REFERENCES "public"."matching_rules"("fund_id","id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matches" ADD CONSTRAINT "matches_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_pots" ADD CONSTRAINT "matching_pots_agreement" FOREIGN KEY ("fund_id","agreement_id") REFERENCES "public"."cooperation_agreements"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_rules" ADD CONSTRAINT "matching_rules_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pot_fundings" ADD CONSTRAINT "pot_fundings_pot" FOREIGN KEY ("fund_id","pot_id") REFERENCES "public"."matching_pots"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_verified_by_users_id_fk" FOREIGN KEY ("verified_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_members" ADD CONSTRAINT "organisation_members_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_members" ADD CONSTRAINT "organisation_members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "balance_transactions" ADD CONSTRAINT "balance_transactions_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "differences" ADD CONSTRAINT "differences_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stripe_payouts" ADD CONSTRAINT "stripe_payouts_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "charge_attempts" ADD CONSTRAINT "charge_attempts_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donor_keys" ADD CONSTRAINT "donor_keys_donor" FOREIGN KEY ("fund_id","donor_id") REFERENCES "public"."donors"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "donors" ADD CONSTRAINT "donors_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_donor" FOREIGN KEY ("fund_id","donor_id") REFERENCES "public"."donors"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_reward" FOREIGN KEY ("fund_id","reward_id") REFERENCES "public"."rewards"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_pledge" FOREIGN KEY ("fund_id","pledge_id") REFERENCES "public"."pledges"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_lines" ADD CONSTRAINT "budget_lines_project" FOREIGN KEY ("fund_id","project_id") REFERENCES "public"."projects"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funding_lines" ADD CONSTRAINT "funding_lines_project" FOREIGN KEY ("fund_id","project_id") REFERENCES "public"."projects"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_places" ADD CONSTRAINT "project_places_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_places" ADD CONSTRAINT "project_places_project" FOREIGN KEY ("fund_id","project_id") REFERENCES "public"."projects"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_fund_id_funds_id_fk" FOREIGN KEY ("fund_id") REFERENCES "public"."funds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_organisation_id_organisations_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_campaign" FOREIGN KEY ("fund_id","campaign_id") REFERENCES "public"."campaigns"("fund_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_lines_open" ON "bank_lines" USING btree ("fund_id") WHERE "bank_lines"."state" = 'open';--> statement-breakpoint
CREATE INDEX "campaigns_state_deadline" ON "campaigns" USING btree ("state","deadline_at");--> statement-breakpoint
CREATE UNIQUE INDEX "disbursement_approvals_one_a_step" ON "disbursement_approvals" USING btree ("fund_id","disbursement_id","step") WHERE "disbursement_approvals"."voided_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "disbursement_approvals_two_people" ON "disbursement_approvals" USING btree ("fund_id","disbursement_id","user_id") WHERE "disbursement_approvals"."voided_at" is null;--> statement-breakpoint
CREATE INDEX "disbursements_state" ON "disbursements" USING btree ("fund_id","state");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_unique" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "journal_entries_recorded_at" ON "journal_entries" USING btree ("fund_id","recorded_at");--> statement-breakpoint
CREATE INDEX "postings_account" ON "postings" USING btree ("fund_id","account");--> statement-breakpoint
CREATE INDEX "match_traces_pledge" ON "match_traces" USING btree ("fund_id","pledge_id");--> statement-breakpoint
CREATE INDEX "matches_pledge" ON "matches" USING btree ("fund_id","pledge_id");--> statement-breakpoint
CREATE INDEX "matches_rule_donor" ON "matches" USING btree ("fund_id","rule_id","donor_id");--> statement-breakpoint
CREATE INDEX "matches_rule_campaign" ON "matches" USING btree ("fund_id","rule_id","campaign_id");--> statement-breakpoint
CREATE INDEX "matches_pot" ON "matches" USING btree ("fund_id","pot_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_accounts_one_verified" ON "bank_accounts" USING btree ("organisation_id") WHERE "bank_accounts"."state" = 'verified';--> statement-breakpoint
CREATE INDEX "organisation_members_user" ON "organisation_members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_siret_unique" ON "organisations" USING btree ("siret");--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_rna_unique" ON "organisations" USING btree ("rna");--> statement-breakpoint
CREATE INDEX "balance_transactions_source" ON "balance_transactions" USING btree ("fund_id","source_id");--> statement-breakpoint
CREATE INDEX "balance_transactions_open" ON "balance_transactions" USING btree ("occurred_at") WHERE "balance_transactions"."reconciled_at" is null;--> statement-breakpoint
CREATE INDEX "stripe_events_unapplied" ON "stripe_events" USING btree ("received_at") WHERE "stripe_events"."applied_at" is null;--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "mailbox_created_at" ON "mailbox" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "charge_attempts_one_open" ON "charge_attempts" USING btree ("fund_id","pledge_id") WHERE "charge_attempts"."state" = 'started';--> statement-breakpoint
CREATE UNIQUE INDEX "pledges_one_open_checkout" ON "pledges" USING btree ("fund_id","campaign_id","donor_id") WHERE "pledges"."state" = 'draft';--> statement-breakpoint
CREATE INDEX "pledges_campaign_state" ON "pledges" USING btree ("fund_id","campaign_id","state");--> statement-breakpoint
CREATE INDEX "pledges_user" ON "pledges" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "pledges_checkout_expiry" ON "pledges" USING btree ("checkout_expires_at") WHERE "pledges"."state" = 'draft';--> statement-breakpoint
CREATE INDEX "pledges_next_charge" ON "pledges" USING btree ("next_charge_at") WHERE "pledges"."next_charge_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_late_money_once" ON "refunds" USING btree ("fund_id","charge_id") WHERE "refunds"."reason" = 'late_money';--> statement-breakpoint
CREATE INDEX "refunds_pledge" ON "refunds" USING btree ("fund_id","pledge_id");--> statement-breakpoint
CREATE INDEX "communes_departement" ON "communes" USING btree ("departement");--> statement-breakpoint
CREATE INDEX "places_departement" ON "places" USING btree ("departement");--> statement-breakpoint
CREATE INDEX "places_commune" ON "places" USING btree ("commune_code");--> statement-breakpoint
CREATE INDEX "qpvs_commune" ON "qpvs" USING btree ("commune_code");
-- The service connects as `fund_app`: it reads everything, and writes the journal only through post_entry (L6).
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'fund_app') THEN
    BEGIN
      CREATE ROLE fund_app NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'fund_app', 'MEMBER') THEN
    EXECUTE format('GRANT fund_app TO %I', current_user);
  END IF;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO fund_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO fund_app;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO fund_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO fund_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO fund_app;
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON journal_entries, postings, accounts, account_kinds, state_transitions FROM fund_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON audit_log, match_traces, pot_fundings FROM fund_app;
--> statement-breakpoint
REVOKE ALL ON FUNCTION post_entry FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION post_entry TO fund_app;

-- The fund's clock: every deadline is judged by it. Only a sandbox set-up may move it.
INSERT INTO fund_clock (id) VALUES (1);
--> statement-breakpoint
CREATE FUNCTION fund_now() RETURNS timestamptz LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
  SELECT clock_timestamp() + ahead FROM fund_clock WHERE id = 1
$$;
--> statement-breakpoint

-- Guard against a driver that goes on after its connection died: a statement outside an announced
-- transaction is refused, so that no half of a movement can commit by itself.
CREATE FUNCTION require_announced_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('app.tx', true), '') = '' THEN
    RAISE EXCEPTION 'write to % outside an announced transaction', TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = 'announced_transaction', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY[
    'accounts', 'journal_entries', 'postings', 'outbox', 'audit_log',
    'organisations', 'organisation_members', 'bank_accounts', 'staff_roles',
    'projects', 'project_places', 'budget_lines', 'funding_lines',
    'campaigns', 'rewards', 'needs_in_kind', 'campaign_reviews',
    'cooperation_agreements', 'matching_pots', 'matching_rules', 'matches', 'match_traces', 'pot_fundings',
    'donors', 'donor_keys', 'pledges', 'charge_attempts', 'refunds',
    'stripe_events', 'balance_transactions', 'differences', 'stripe_payouts',
    'settlements', 'grants', 'payment_files', 'disbursements', 'disbursement_approvals',
    'bank_statements', 'bank_lines']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
END $$;
--> statement-breakpoint

-- Append-only tables (L1, M12, X2).
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only', TABLE = TG_TABLE_NAME;
END $$;
--> statement-breakpoint
DO $$
DECLARE appended text;
BEGIN
  FOREACH appended IN ARRAY ARRAY['journal_entries', 'postings', 'audit_log', 'match_traces', 'pot_fundings']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      appended);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', appended);
  END LOOP;
END $$;

-- Templates, signed texts, declarations and reminders are never changed.
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['agreement_templates', 'signed_agreements', 'de_minimis_declarations', 'de_minimis_aids',
    'grant_reminders', 'spending_reports', 'spending_report_lines', 'spending_report_expenses']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['agreement_templates', 'signed_agreements', 'de_minimis_declarations', 'de_minimis_aids',
    'grant_reminders']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM fund_app', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('spending_report', 'draft', 'submitted'), ('spending_report', 'submitted', 'changes_requested'),
  ('spending_report', 'changes_requested', 'submitted'), ('spending_report', 'submitted', 'accepted');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON spending_reports FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('spending_report');
--> statement-breakpoint
-- A report that was handed in reads as it was handed in; an accepted one stays as it is.
CREATE FUNCTION keep_handed_in_report() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT state INTO v_state FROM spending_reports WHERE fund_id = coalesce(NEW.fund_id, OLD.fund_id)
    AND id = coalesce(NEW.report_id, OLD.report_id);
  IF v_state IN ('submitted', 'accepted') THEN
    RAISE EXCEPTION 'a report that was handed in does not change'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_reports_handed_in', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
--> statement-breakpoint
CREATE TRIGGER handed_in BEFORE INSERT OR UPDATE OR DELETE ON spending_report_lines FOR EACH ROW
  EXECUTE FUNCTION keep_handed_in_report();
--> statement-breakpoint
CREATE TRIGGER handed_in BEFORE INSERT OR UPDATE OR DELETE ON spending_report_expenses FOR EACH ROW
  EXECUTE FUNCTION keep_handed_in_report();
--> statement-breakpoint
CREATE FUNCTION keep_accepted_report() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state = 'accepted'
    OR (OLD.state = 'submitted' AND (OLD.other_funding_cents, OLD.comment) IS DISTINCT FROM (NEW.other_funding_cents, NEW.comment)) THEN
    RAISE EXCEPTION 'a report that was handed in does not change'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_reports_handed_in', TABLE = 'spending_reports';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER handed_in BEFORE UPDATE OR DELETE ON spending_reports FOR EACH ROW EXECUTE FUNCTION keep_accepted_report();

-- L4: what was proposed stays as it was proposed, and is decided once.
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('manual_entry', 'proposed', 'confirmed'),
  ('manual_entry', 'proposed', 'refused'),
  ('manual_entry', 'proposed', 'withdrawn');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON manual_entries FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('manual_entry');
--> statement-breakpoint
CREATE FUNCTION check_manual_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'proposed' OR to_jsonb(OLD) - '{state,decided_by,decided_at,refusal,entry_id}'::text[]
     IS DISTINCT FROM to_jsonb(NEW) - '{state,decided_by,decided_at,refusal,entry_id}'::text[] THEN
    RAISE EXCEPTION 'manual entry % stays as it was proposed and decided', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'manual_entries_frozen', TABLE = 'manual_entries';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER manual_entry BEFORE UPDATE ON manual_entries FOR EACH ROW EXECUTE FUNCTION check_manual_entry();
--> statement-breakpoint
ALTER TABLE manual_entries ENABLE ALWAYS TRIGGER manual_entry;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['manual_entries', 'partner_receipt_identities', 'receipt_summaries']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['partner_receipt_identities', 'receipt_summaries']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER never_removed BEFORE DELETE OR TRUNCATE ON manual_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE manual_entries ENABLE ALWAYS TRIGGER never_removed;
--> statement-breakpoint
REVOKE DELETE ON manual_entries FROM fund_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON partner_receipt_identities, receipt_summaries FROM fund_app;
--> statement-breakpoint

-- T1: what a receipt is about never changes either, now that it may be a company's funding or delivery.
CREATE OR REPLACE FUNCTION refuse_receipt_rewrite() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state = 'cancelled'
    OR (NEW.fund_id, NEW.id, NEW.year, NEW.number, NEW.pledge_id, NEW.funding_id, NEW.delivery_id, NEW.form, NEW.amount_cents,
        NEW.credited_on, NEW.content, NEW.issued_at, NEW.replaces_id)
      IS DISTINCT FROM (OLD.fund_id, OLD.id, OLD.year, OLD.number, OLD.pledge_id, OLD.funding_id, OLD.delivery_id, OLD.form,
        OLD.amount_cents, OLD.credited_on, OLD.content, OLD.issued_at, OLD.replaces_id)
  THEN
    RAISE EXCEPTION 'a receipt is cancelled or replaced, never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'tax_receipts_never_rewritten', TABLE = 'tax_receipts';
  END IF;
  RETURN NEW;
END $$;

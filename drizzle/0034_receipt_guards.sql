DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['receipt_identities', 'receipt_series', 'tax_receipts', 'parameters']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['receipt_identities', 'parameters']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON receipt_identities, parameters FROM fund_app;
--> statement-breakpoint
REVOKE DELETE ON receipt_series, tax_receipts FROM fund_app;
--> statement-breakpoint

-- T1: a receipt takes the next number of its year, keeps what it said, and is never deleted.
CREATE FUNCTION check_receipt_numbered() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM tax_receipts WHERE fund_id = NEW.fund_id AND year = NEW.year) THEN
    RAISE EXCEPTION 'receipt %-% does not follow the last one', NEW.year, NEW.number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'tax_receipts_without_gaps', TABLE = 'tax_receipts';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER receipt_numbered BEFORE INSERT ON tax_receipts FOR EACH ROW EXECUTE FUNCTION check_receipt_numbered();
--> statement-breakpoint
ALTER TABLE tax_receipts ENABLE ALWAYS TRIGGER receipt_numbered;
--> statement-breakpoint
CREATE FUNCTION refuse_receipt_rewrite() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.state = 'cancelled'
    OR (NEW.fund_id, NEW.id, NEW.year, NEW.number, NEW.pledge_id, NEW.form, NEW.amount_cents, NEW.credited_on, NEW.content,
        NEW.issued_at, NEW.replaces_id)
      IS DISTINCT FROM (OLD.fund_id, OLD.id, OLD.year, OLD.number, OLD.pledge_id, OLD.form, OLD.amount_cents, OLD.credited_on,
        OLD.content, OLD.issued_at, OLD.replaces_id)
  THEN
    RAISE EXCEPTION 'a receipt is cancelled or replaced, never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'tax_receipts_never_rewritten', TABLE = 'tax_receipts';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER receipt_rewrite BEFORE UPDATE OR DELETE ON tax_receipts FOR EACH ROW EXECUTE FUNCTION refuse_receipt_rewrite();
--> statement-breakpoint
ALTER TABLE tax_receipts ENABLE ALWAYS TRIGGER receipt_rewrite;
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON tax_receipts FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE tax_receipts ENABLE ALWAYS TRIGGER never_emptied;

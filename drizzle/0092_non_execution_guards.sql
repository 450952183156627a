-- A transfer the bank never made: declared by one person, confirmed by another, once, and only while its order is sent.
-- The order's row is held, so that of a confirmation and the bank's debit at the same moment one sees the other (D6).
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('non_execution', 'declared', 'confirmed'), ('non_execution', 'declared', 'dropped');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON non_executions
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('non_execution');
--> statement-breakpoint
CREATE FUNCTION check_non_execution() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.state <> 'declared' OR to_jsonb(OLD) - '{state,decided_by,decided_at}'::text[]
      IS DISTINCT FROM to_jsonb(NEW) - '{state,decided_by,decided_at}'::text[]) THEN
    RAISE EXCEPTION 'non-execution % stays as it was declared and decided', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'non_executions_frozen', TABLE = 'non_executions';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.state <> 'declared' THEN
    RAISE EXCEPTION 'a non-execution starts as declared, not %', NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = 'non_executions_start_declared', TABLE = 'non_executions';
  END IF;
  IF NEW.state = 'dropped' THEN RETURN NEW; END IF;
  IF NEW.disbursement_id IS NOT NULL THEN
    SELECT state INTO v_state FROM disbursements
    WHERE fund_id = NEW.fund_id AND id = NEW.disbursement_id AND rail = 'sepa' FOR NO KEY UPDATE;
  ELSE
    SELECT state INTO v_state FROM pot_withdrawals
    WHERE fund_id = NEW.fund_id AND id = NEW.withdrawal_id FOR NO KEY UPDATE;
  END IF;
  IF v_state IS DISTINCT FROM 'sent' THEN
    RAISE EXCEPTION 'the order of non-execution % is not at the bank', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'non_executions_while_sent', TABLE = 'non_executions';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER while_sent BEFORE INSERT OR UPDATE ON non_executions FOR EACH ROW EXECUTE FUNCTION check_non_execution();
--> statement-breakpoint
ALTER TABLE non_executions ENABLE ALWAYS TRIGGER while_sent;
--> statement-breakpoint
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON non_executions
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE non_executions ENABLE ALWAYS TRIGGER announced_transaction;
--> statement-breakpoint
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON non_executions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE non_executions ENABLE ALWAYS TRIGGER never_deleted;
--> statement-breakpoint
REVOKE DELETE ON non_executions FROM fund_app;
--> statement-breakpoint

-- What two people said the bank never made is returned, and paid by no line that comes afterwards: that opens a
-- difference (R2).
CREATE FUNCTION refuse_payment_of_unexecuted() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM non_executions n WHERE n.fund_id = NEW.fund_id AND n.state = 'confirmed'
      AND (CASE TG_TABLE_NAME WHEN 'disbursements' THEN n.disbursement_id ELSE n.withdrawal_id END) = NEW.id) THEN
    RAISE EXCEPTION 'the bank did not execute % of %', NEW.id, TG_TABLE_NAME
      USING ERRCODE = 'check_violation', CONSTRAINT = 'unexecuted_is_not_paid', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER unexecuted_is_not_paid BEFORE UPDATE OF paid_at ON disbursements
  FOR EACH ROW WHEN (OLD.paid_at IS NULL AND NEW.paid_at IS NOT NULL) EXECUTE FUNCTION refuse_payment_of_unexecuted();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER unexecuted_is_not_paid;
--> statement-breakpoint
CREATE TRIGGER unexecuted_is_not_paid BEFORE UPDATE OF paid_at ON pot_withdrawals
  FOR EACH ROW WHEN (OLD.paid_at IS NULL AND NEW.paid_at IS NOT NULL) EXECUTE FUNCTION refuse_payment_of_unexecuted();
--> statement-breakpoint
ALTER TABLE pot_withdrawals ENABLE ALWAYS TRIGGER unexecuted_is_not_paid;

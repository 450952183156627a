INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('transfer_reversal', 'proposed', 'confirmed'), ('transfer_reversal', 'proposed', 'cancelled'),
  ('transfer_reversal', 'confirmed', 'done'), ('transfer_reversal', 'confirmed', 'refused');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON transfer_reversals
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('transfer_reversal');
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['safety_changes', 'transfer_reversals', 'payment_file_downloads']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
    EXECUTE format('REVOKE DELETE ON %I FROM fund_app', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE ON payment_file_downloads FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE payment_file_downloads ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
REVOKE UPDATE ON payment_file_downloads FROM fund_app;
--> statement-breakpoint

-- What was proposed stays as it is: it is confirmed once, or cancelled once before it holds (X3).
CREATE FUNCTION check_safety_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF to_jsonb(OLD) - '{confirmed_by,confirmed_at,takes_effect_at,cancelled_by,cancelled_at}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{confirmed_by,confirmed_at,takes_effect_at,cancelled_by,cancelled_at}'::text[]
     OR (OLD.takes_effect_at IS NOT NULL AND (OLD.confirmed_by, OLD.confirmed_at, OLD.takes_effect_at)
       IS DISTINCT FROM (NEW.confirmed_by, NEW.confirmed_at, NEW.takes_effect_at))
     OR (OLD.cancelled_at IS NOT NULL AND OLD IS DISTINCT FROM NEW)
     OR (OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL AND OLD.takes_effect_at <= fund_now()) THEN
    RAISE EXCEPTION 'safety change % stays as it was decided', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'safety_changes_frozen', TABLE = 'safety_changes';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER safety_change BEFORE UPDATE ON safety_changes FOR EACH ROW EXECUTE FUNCTION check_safety_change();
--> statement-breakpoint
ALTER TABLE safety_changes ENABLE ALWAYS TRIGGER safety_change;
--> statement-breakpoint

-- A reversal keeps what was proposed; what was taken back is counted on its disbursement, whoever writes it.
CREATE FUNCTION check_transfer_reversal() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.fund_id, OLD.id, OLD.disbursement_id, OLD.amount_cents, OLD.reason, OLD.proposed_by)
     IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.disbursement_id, NEW.amount_cents, NEW.reason, NEW.proposed_by) THEN
    RAISE EXCEPTION 'reversal % stays as it was proposed', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_reversals_frozen', TABLE = 'transfer_reversals';
  END IF;
  IF NEW.state = 'done' AND (TG_OP = 'INSERT' OR OLD.state <> 'done') THEN
    UPDATE disbursements SET reversed_cents = reversed_cents + NEW.amount_cents
    WHERE fund_id = NEW.fund_id AND id = NEW.disbursement_id;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER transfer_reversal BEFORE INSERT OR UPDATE ON transfer_reversals
  FOR EACH ROW EXECUTE FUNCTION check_transfer_reversal();
--> statement-breakpoint
ALTER TABLE transfer_reversals ENABLE ALWAYS TRIGGER transfer_reversal;
--> statement-breakpoint

-- What was taken back of a paid disbursement is paid no more. Runs before `disbursement_counted`, so that a
-- disbursement wholly returned never brings the counter below zero on the way.
CREATE FUNCTION count_reversal_against_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_paid bigint := (CASE WHEN OLD.state = 'paid' THEN OLD.reversed_cents ELSE 0 END)
    - (CASE WHEN NEW.state = 'paid' THEN NEW.reversed_cents ELSE 0 END);
BEGIN
  IF v_paid <> 0 THEN
    UPDATE grants SET paid_cents = paid_cents + v_paid WHERE fund_id = NEW.fund_id AND id = NEW.grant_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER disbursement_back_counted AFTER UPDATE OF state, reversed_cents ON disbursements
  FOR EACH ROW EXECUTE FUNCTION count_reversal_against_grant();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER disbursement_back_counted;
--> statement-breakpoint

-- Money goes only to an account verified, or connected, a day before (D5). A transfer that Stripe made is recorded
-- whatever became of the account meanwhile: what is judged is its start.
CREATE FUNCTION require_open_account() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_open boolean;
BEGIN
  IF TG_TABLE_NAME = 'disbursements' AND to_jsonb(NEW) ->> 'rail' = 'stripe' THEN
    IF NEW.state = 'sent' THEN RETURN NEW; END IF;
    SELECT o.stripe_account_id = to_jsonb(NEW) ->> 'stripe_account_id'
        AND o.stripe_connected_at + interval '24 hours' <= fund_now() INTO v_open
    FROM grants g JOIN organisations o ON o.id = g.organisation_id
    WHERE g.fund_id = NEW.fund_id AND g.id = (to_jsonb(NEW) ->> 'grant_id')::uuid;
  ELSE
    SELECT state = 'verified' AND verified_at + interval '24 hours' <= fund_now() INTO v_open
    FROM bank_accounts WHERE id = NEW.bank_account_id;
  END IF;
  IF v_open IS NOT TRUE THEN
    RAISE EXCEPTION 'the account of % % may not be paid yet', TG_TABLE_NAME, NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'payee_account_open', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER account_open BEFORE UPDATE ON disbursements FOR EACH ROW
  WHEN ((OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('authorised', 'ordered', 'sent'))
    OR (OLD.transfer_started_at IS NULL AND NEW.transfer_started_at IS NOT NULL))
  EXECUTE FUNCTION require_open_account();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER account_open;
--> statement-breakpoint
CREATE TRIGGER account_open BEFORE UPDATE OF state ON pot_withdrawals FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('authorised', 'ordered', 'sent'))
  EXECUTE FUNCTION require_open_account();
--> statement-breakpoint
ALTER TABLE pot_withdrawals ENABLE ALWAYS TRIGGER account_open;

-- A pot's history beside its receipts and matches: what was promised, and each step of a withdrawal.
CREATE FUNCTION note_pot_promise() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_before bigint := CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.promised_cents END;
BEGIN
  IF NEW.promised_cents <> v_before THEN
    INSERT INTO pot_events (fund_id, pot_id, kind, subject_id, amount_cents)
    VALUES (NEW.fund_id, NEW.id, 'promised', NEW.id, NEW.promised_cents - v_before);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER promise_noted AFTER INSERT OR UPDATE OF promised_cents ON matching_pots
  FOR EACH ROW EXECUTE FUNCTION note_pot_promise();
--> statement-breakpoint
ALTER TABLE matching_pots ENABLE ALWAYS TRIGGER promise_noted;
--> statement-breakpoint
-- Pots that were there before: promised as they are now, since the instant their id was made.
INSERT INTO pot_events (fund_id, pot_id, kind, subject_id, amount_cents, recorded_at)
SELECT fund_id, id, 'promised', id, promised_cents,
  to_timestamp(('x' || lpad(substr(replace(id::text, '-', ''), 1, 12), 16, '0'))::bit(64)::bigint / 1000.0)
FROM matching_pots WHERE promised_cents > 0;
--> statement-breakpoint

-- The pot counts a withdrawal from its request until it is refused, cancelled or returned, whoever writes it (M2);
-- `matching_pots_never_overdrawn` judges the sum.
CREATE FUNCTION count_withdrawal_against_pot() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_change bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state NOT IN ('refused', 'cancelled', 'returned') THEN v_change := -OLD.amount_cents; END IF;
  IF NEW.state NOT IN ('refused', 'cancelled', 'returned') THEN v_change := v_change + NEW.amount_cents; END IF;
  IF v_change <> 0 THEN
    UPDATE matching_pots SET withdrawn_cents = withdrawn_cents + v_change WHERE fund_id = NEW.fund_id AND id = NEW.pot_id;
  END IF;
  IF TG_OP = 'INSERT' OR OLD.state IS DISTINCT FROM NEW.state THEN
    INSERT INTO pot_events (fund_id, pot_id, kind, subject_id, amount_cents)
    VALUES (NEW.fund_id, NEW.pot_id, 'withdrawal_' || NEW.state, NEW.id, NEW.amount_cents);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER withdrawal_counted AFTER INSERT OR UPDATE OF state, amount_cents ON pot_withdrawals
  FOR EACH ROW EXECUTE FUNCTION count_withdrawal_against_pot();
--> statement-breakpoint
ALTER TABLE pot_withdrawals ENABLE ALWAYS TRIGGER withdrawal_counted;
--> statement-breakpoint

-- What was approved, and by whom, decides how far a withdrawal may go (D3, D4).
CREATE FUNCTION check_withdrawal_step() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_approvals bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'requested' THEN
      RAISE EXCEPTION 'a withdrawal starts as requested, not %', NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_withdrawals_start_requested', TABLE = 'pot_withdrawals';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.fund_id, OLD.id, OLD.pot_id, OLD.amount_cents, OLD.bank_account_id, OLD.reason, OLD.content_hash, OLD.requested_by, OLD.end_to_end_id)
     IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.pot_id, NEW.amount_cents, NEW.bank_account_id, NEW.reason, NEW.content_hash, NEW.requested_by, NEW.end_to_end_id) THEN
    RAISE EXCEPTION 'withdrawal % keeps its content', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_withdrawals_content_frozen', TABLE = 'pot_withdrawals';
  END IF;
  IF OLD.payment_file_id IS NOT NULL AND OLD.payment_file_id IS DISTINCT FROM NEW.payment_file_id THEN
    RAISE EXCEPTION 'withdrawal % was sent already', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_withdrawals_sent_once', TABLE = 'pot_withdrawals';
  END IF;
  IF OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('authorised', 'ordered', 'sent') THEN
    SELECT count(*) INTO v_approvals FROM pot_withdrawal_approvals
    WHERE fund_id = NEW.fund_id AND withdrawal_id = NEW.id AND voided_at IS NULL AND content_hash = NEW.content_hash
      AND (step = 'authorise' OR NEW.state <> 'authorised');
    IF v_approvals < (CASE NEW.state WHEN 'authorised' THEN 1 ELSE 2 END) THEN
      RAISE EXCEPTION 'withdrawal % lacks approvals to be %', NEW.id, NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_withdrawals_approved_by_two', TABLE = 'pot_withdrawals';
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER withdrawal_step BEFORE INSERT OR UPDATE ON pot_withdrawals FOR EACH ROW EXECUTE FUNCTION check_withdrawal_step();
--> statement-breakpoint
ALTER TABLE pot_withdrawals ENABLE ALWAYS TRIGGER withdrawal_step;
--> statement-breakpoint
CREATE FUNCTION check_withdrawal_approval() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_withdrawal record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
       OR to_jsonb(OLD) - 'voided_at' IS DISTINCT FROM to_jsonb(NEW) - 'voided_at' THEN
      RAISE EXCEPTION 'approval % can only be voided, once', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_withdrawal_approvals_frozen', TABLE = 'pot_withdrawal_approvals';
    END IF;
    RETURN NEW;
  END IF;
  SELECT w.requested_by, w.content_hash, a.partner_id INTO v_withdrawal
  FROM pot_withdrawals w
  JOIN matching_pots p ON p.fund_id = w.fund_id AND p.id = w.pot_id
  JOIN cooperation_agreements a ON a.fund_id = p.fund_id AND a.id = p.agreement_id
  WHERE w.fund_id = NEW.fund_id AND w.id = NEW.withdrawal_id;
  IF FOUND AND v_withdrawal.content_hash <> NEW.content_hash THEN
    RAISE EXCEPTION 'approval of another content of withdrawal %', NEW.withdrawal_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_withdrawal_approvals_of_this_content', TABLE = 'pot_withdrawal_approvals';
  END IF;
  IF FOUND AND (v_withdrawal.requested_by = NEW.user_id OR EXISTS (
    SELECT FROM organisation_members o WHERE o.user_id = NEW.user_id AND o.organisation_id = v_withdrawal.partner_id)) THEN
    RAISE EXCEPTION 'user % is not independent of withdrawal %', NEW.user_id, NEW.withdrawal_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_withdrawal_approvals_independent', TABLE = 'pot_withdrawal_approvals';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER withdrawal_approval BEFORE INSERT OR UPDATE ON pot_withdrawal_approvals
  FOR EACH ROW EXECUTE FUNCTION check_withdrawal_approval();
--> statement-breakpoint
ALTER TABLE pot_withdrawal_approvals ENABLE ALWAYS TRIGGER withdrawal_approval;
--> statement-breakpoint

-- A transfer that went back never takes more than it brought.
CREATE FUNCTION check_funding_return() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_funding record;
BEGIN
  SELECT pot_id, amount_cents INTO v_funding FROM pot_fundings
  WHERE fund_id = NEW.fund_id AND id = NEW.funding_id FOR UPDATE;
  IF FOUND AND (v_funding.pot_id <> NEW.pot_id OR v_funding.amount_cents < NEW.amount_cents + (
    SELECT coalesce(sum(amount_cents), 0) FROM pot_funding_returns WHERE fund_id = NEW.fund_id AND funding_id = NEW.funding_id)) THEN
    RAISE EXCEPTION 'funding % cannot give back %', NEW.funding_id, NEW.amount_cents
      USING ERRCODE = 'check_violation', CONSTRAINT = 'pot_funding_returns_within_funding', TABLE = 'pot_funding_returns';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER funding_return BEFORE INSERT ON pot_funding_returns FOR EACH ROW EXECUTE FUNCTION check_funding_return();
--> statement-breakpoint
ALTER TABLE pot_funding_returns ENABLE ALWAYS TRIGGER funding_return;
--> statement-breakpoint

-- Calls are numbered 1, 2, 3 … in each fund and year, whatever number is proposed; afterwards they can be cancelled and
-- recalled to the partner, and nothing else.
CREATE FUNCTION check_fund_call() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock(hashtextextended('fund-calls:' || NEW.fund_id || ':' || NEW.year, 0));
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM fund_calls WHERE fund_id = NEW.fund_id AND year = NEW.year;
    RETURN NEW;
  END IF;
  IF OLD.cancelled_at IS NOT NULL
     OR to_jsonb(OLD) - 'cancelled_at' - 'cancel_reason' - 'reminded_at'
        IS DISTINCT FROM to_jsonb(NEW) - 'cancelled_at' - 'cancel_reason' - 'reminded_at' THEN
    RAISE EXCEPTION 'call for funds % stays as it was sent', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_calls_frozen', TABLE = 'fund_calls';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER fund_call BEFORE INSERT OR UPDATE ON fund_calls FOR EACH ROW EXECUTE FUNCTION check_fund_call();
--> statement-breakpoint
ALTER TABLE fund_calls ENABLE ALWAYS TRIGGER fund_call;
--> statement-breakpoint

INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('pot_withdrawal', 'requested', 'authorised'), ('pot_withdrawal', 'authorised', 'ordered'), ('pot_withdrawal', 'ordered', 'sent'),
  ('pot_withdrawal', 'sent', 'paid'), ('pot_withdrawal', 'sent', 'returned'), ('pot_withdrawal', 'paid', 'returned'),
  ('pot_withdrawal', 'requested', 'refused'), ('pot_withdrawal', 'authorised', 'refused'),
  ('pot_withdrawal', 'authorised', 'requested'), ('pot_withdrawal', 'ordered', 'requested'),
  ('pot_withdrawal', 'requested', 'cancelled'), ('pot_withdrawal', 'authorised', 'cancelled'), ('pot_withdrawal', 'ordered', 'cancelled'),
  ('pot_collection', 'started', 'captured'), ('pot_collection', 'started', 'cancelled'),
  ('planned_call', 'planned', 'issued'), ('planned_call', 'planned', 'dropped');
--> statement-breakpoint
DO $$
DECLARE
  machine text[];
  guarded text;
BEGIN
  FOREACH machine SLICE 1 IN ARRAY ARRAY[
    ['pot_withdrawals', 'pot_withdrawal'], ['pot_collections', 'pot_collection'], ['planned_calls', 'planned_call']]
  LOOP
    EXECUTE format(
      'CREATE TRIGGER state_transition BEFORE UPDATE OF state ON %I FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition(%L)',
      machine[1], machine[2]);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['pot_funding_returns', 'pot_stripe_accounts', 'pot_collections', 'pot_withdrawals',
    'pot_withdrawal_approvals', 'fund_calls', 'planned_calls', 'pot_events']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['pot_funding_returns', 'pot_events']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['pot_stripe_accounts', 'pot_collections', 'pot_withdrawals', 'pot_withdrawal_approvals', 'fund_calls', 'planned_calls']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON pot_events FROM fund_app;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON pot_funding_returns FROM fund_app;

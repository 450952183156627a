-- A refund counts against its capture at once, by its parts (F1); late money was never captured.
CREATE OR REPLACE FUNCTION count_refund_against_capture() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.reason <> 'late_money' THEN
    UPDATE pledges SET returned_cents = returned_cents + NEW.amount_cents,
      returned_gift_cents = returned_gift_cents + NEW.gift_cents
    WHERE fund_id = NEW.fund_id AND id = NEW.pledge_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER returned_never_shrinks ON pledges;
--> statement-breakpoint
CREATE TRIGGER returned_never_shrinks BEFORE UPDATE ON pledges FOR EACH ROW
  WHEN (NEW.returned_cents < OLD.returned_cents OR NEW.returned_gift_cents < OLD.returned_gift_cents)
  EXECUTE FUNCTION refuse_unreturning();
--> statement-breakpoint

-- What a refund is of never changes; one that failed may be sent again, each sending with a number of its own (F5).
CREATE OR REPLACE FUNCTION check_refund() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_captured text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.fund_id, OLD.id, OLD.pledge_id, OLD.charge_id, OLD.reason, OLD.amount_cents, OLD.gift_cents)
       IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.pledge_id, NEW.charge_id, NEW.reason, NEW.amount_cents, NEW.gift_cents) THEN
      RAISE EXCEPTION 'refund % stays what it is', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_frozen', TABLE = 'refunds';
    END IF;
    IF NEW.attempt - OLD.attempt <> (CASE WHEN OLD.state = 'failed' AND NEW.state = 'requested' THEN 1 ELSE 0 END) THEN
      RAISE EXCEPTION 'refund % is numbered anew only when it is sent again', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_attempt_follows', TABLE = 'refunds';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.reason = 'late_money' THEN
    IF EXISTS (SELECT FROM pledges WHERE fund_id = NEW.fund_id AND charge_id = NEW.charge_id AND state = 'captured') THEN
      RAISE EXCEPTION 'charge % was captured and is not late money', NEW.charge_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_late_money_not_captured', TABLE = 'refunds';
    END IF;
    RETURN NEW;
  END IF;
  SELECT charge_id INTO v_captured FROM pledges WHERE fund_id = NEW.fund_id AND id = NEW.pledge_id AND state = 'captured';
  IF v_captured IS DISTINCT FROM NEW.charge_id THEN
    RAISE EXCEPTION 'pledge % was not captured by charge %', NEW.pledge_id, NEW.charge_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_of_the_capture', TABLE = 'refunds';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint

-- What a dispute freezes, gives back or takes stands in the pledge's counters, whoever writes it: refunds and lost
-- disputes never exceed the capture, and nothing frozen is refunded (F1, F4).
CREATE FUNCTION count_dispute_against_capture() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_was text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state ELSE 'new' END;
  v_frozen int := CASE WHEN NEW.state = 'open' THEN 1 ELSE 0 END - CASE WHEN v_was = 'open' THEN 1 ELSE 0 END;
  v_taken int := CASE WHEN NEW.state = 'lost' THEN 1 ELSE 0 END;
BEGIN
  IF v_was <> NEW.state THEN
    UPDATE pledges SET
      disputed_cents = disputed_cents + v_frozen * (NEW.gift_cents + NEW.tip_cents),
      disputed_gift_cents = disputed_gift_cents + v_frozen * NEW.gift_cents,
      returned_cents = returned_cents + v_taken * (NEW.gift_cents + NEW.tip_cents),
      returned_gift_cents = returned_gift_cents + v_taken * NEW.gift_cents
    WHERE fund_id = NEW.fund_id AND id = NEW.pledge_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER dispute_counted AFTER INSERT OR UPDATE ON disputes FOR EACH ROW EXECUTE FUNCTION count_dispute_against_capture();
--> statement-breakpoint
ALTER TABLE disputes ENABLE ALWAYS TRIGGER dispute_counted;
--> statement-breakpoint
CREATE FUNCTION check_dispute() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ('inquiry', 'open') THEN
      RAISE EXCEPTION 'a dispute begins as an inquiry or open'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_begin_open', TABLE = 'disputes';
    END IF;
  ELSIF (OLD.fund_id, OLD.id, OLD.stripe_dispute_id, OLD.charge_id, OLD.pledge_id, OLD.opened_at)
      IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.stripe_dispute_id, NEW.charge_id, NEW.pledge_id, NEW.opened_at)
    OR (OLD.state <> 'inquiry' AND (OLD.amount_cents, OLD.gift_cents, OLD.tip_cents, OLD.withdrawn_at)
      IS DISTINCT FROM (NEW.amount_cents, NEW.gift_cents, NEW.tip_cents, NEW.withdrawn_at)) THEN
    RAISE EXCEPTION 'dispute % stays what it is', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_frozen', TABLE = 'disputes';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER dispute_checked BEFORE INSERT OR UPDATE ON disputes FOR EACH ROW EXECUTE FUNCTION check_dispute();
--> statement-breakpoint

-- Who gave is known from the first; a gift, a match or a key changes its donor only because two donors are one (M6).
CREATE FUNCTION remember_first_donor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.first_donor_id := CASE WHEN TG_OP = 'INSERT' THEN NEW.donor_id ELSE OLD.first_donor_id END;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER first_donor BEFORE INSERT OR UPDATE OF first_donor_id ON pledges FOR EACH ROW EXECUTE FUNCTION remember_first_donor();
--> statement-breakpoint
ALTER TABLE pledges ENABLE ALWAYS TRIGGER first_donor;
--> statement-breakpoint
CREATE FUNCTION check_donor_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM donor_merges
    WHERE fund_id = OLD.fund_id AND from_donor_id = OLD.donor_id AND into_donor_id = NEW.donor_id) THEN
    RAISE EXCEPTION 'donor % is not one with donor %', OLD.donor_id, NEW.donor_id
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_donor_changes_by_merge', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint

INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('refund', 'failed', 'requested'), ('refund', 'requested', 'closed'), ('refund', 'pending', 'closed'), ('refund', 'failed', 'closed'),
  ('dispute', 'inquiry', 'open'), ('dispute', 'inquiry', 'closed'), ('dispute', 'open', 'won'), ('dispute', 'open', 'lost'),
  ('refund_request', 'asked', 'proposed'), ('refund_request', 'asked', 'accepted'), ('refund_request', 'asked', 'refused'),
  ('refund_request', 'proposed', 'accepted'), ('refund_request', 'proposed', 'refused');
--> statement-breakpoint
DO $$
DECLARE
  machine text[];
  guarded text;
BEGIN
  FOREACH machine SLICE 1 IN ARRAY ARRAY[['disputes', 'dispute'], ['refund_requests', 'refund_request']]
  LOOP
    EXECUTE format(
      'CREATE TRIGGER state_transition BEFORE UPDATE OF state ON %I FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition(%L)',
      machine[1], machine[2]);
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', machine[1]);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', machine[1]);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['disputes', 'refund_requests', 'donor_merges', 'match_revocations', 'match_reductions']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['donor_merges', 'match_revocations', 'match_reductions']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['pledges', 'matches', 'donor_keys']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER donor_change BEFORE UPDATE OF donor_id ON %I FOR EACH ROW WHEN (OLD.donor_id IS DISTINCT FROM NEW.donor_id) EXECUTE FUNCTION check_donor_change()', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON donor_merges, match_revocations, match_reductions FROM fund_app;

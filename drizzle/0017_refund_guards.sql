-- F1 again: what a refund is of and how much never changes, a pledge's own charge is never returned as late money
-- (which counts against no capture), and what was counted as returned stays counted.
CREATE FUNCTION check_refund() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_captured text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.fund_id, OLD.id, OLD.pledge_id, OLD.charge_id, OLD.reason, OLD.amount_cents)
       IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.pledge_id, NEW.charge_id, NEW.reason, NEW.amount_cents) THEN
      RAISE EXCEPTION 'refund % stays what it is', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refunds_frozen', TABLE = 'refunds';
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
CREATE TRIGGER refund_checked BEFORE INSERT OR UPDATE ON refunds FOR EACH ROW EXECUTE FUNCTION check_refund();
--> statement-breakpoint
CREATE FUNCTION refuse_unreturning() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'pledge % returned % cents already', OLD.id, OLD.returned_cents
    USING ERRCODE = 'check_violation', CONSTRAINT = 'pledges_returned_never_shrinks', TABLE = 'pledges';
END $$;
--> statement-breakpoint
CREATE TRIGGER returned_never_shrinks BEFORE UPDATE ON pledges
  FOR EACH ROW WHEN (NEW.returned_cents < OLD.returned_cents) EXECUTE FUNCTION refuse_unreturning();
--> statement-breakpoint
-- Nothing of a gift's history is ever deleted.
DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['pledges', 'charge_attempts', 'refunds', 'matches', 'settlements', 'balance_transactions']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
  END LOOP;
END $$;

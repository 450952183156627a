-- F4: a bank that took a whole payment gives a part of it back and keeps the rest. What a dispute takes may be less than
-- what it froze: it shrinks with its loss, never before and never again.
CREATE OR REPLACE FUNCTION check_dispute() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ('inquiry', 'open') THEN
      RAISE EXCEPTION 'a dispute begins as an inquiry or open'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_begin_open', TABLE = 'disputes';
    END IF;
  ELSIF (OLD.fund_id, OLD.id, OLD.stripe_dispute_id, OLD.charge_id, OLD.pledge_id, OLD.opened_at)
      IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.stripe_dispute_id, NEW.charge_id, NEW.pledge_id, NEW.opened_at)
    OR (OLD.state <> 'inquiry' AND OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at)
    OR (OLD.state <> 'inquiry'
      AND (OLD.amount_cents, OLD.gift_cents, OLD.tip_cents) IS DISTINCT FROM (NEW.amount_cents, NEW.gift_cents, NEW.tip_cents)
      AND NOT (OLD.state = 'open' AND NEW.state = 'lost' AND NEW.amount_cents < OLD.amount_cents
        AND NEW.gift_cents <= OLD.gift_cents AND NEW.tip_cents <= OLD.tip_cents)) THEN
    RAISE EXCEPTION 'dispute % stays what it is', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disputes_frozen', TABLE = 'disputes';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What was frozen is freed as it was; what is taken counts as it is.
CREATE OR REPLACE FUNCTION count_dispute_against_capture() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_opens int := CASE WHEN NEW.state = 'open' THEN 1 ELSE 0 END;
  v_takes int := CASE WHEN NEW.state = 'lost' THEN 1 ELSE 0 END;
  v_freed_gift bigint := 0;
  v_freed_tip bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = NEW.state THEN
      RETURN NULL;
    END IF;
    IF OLD.state = 'open' THEN
      v_freed_gift := OLD.gift_cents;
      v_freed_tip := OLD.tip_cents;
    END IF;
  END IF;
  UPDATE pledges SET
    disputed_cents = disputed_cents + v_opens * (NEW.gift_cents + NEW.tip_cents) - v_freed_gift - v_freed_tip,
    disputed_gift_cents = disputed_gift_cents + v_opens * NEW.gift_cents - v_freed_gift,
    returned_cents = returned_cents + v_takes * (NEW.gift_cents + NEW.tip_cents),
    returned_gift_cents = returned_gift_cents + v_takes * NEW.gift_cents
  WHERE fund_id = NEW.fund_id AND id = NEW.pledge_id;
  RETURN NULL;
END $$;

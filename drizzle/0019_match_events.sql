-- The history of matches is written by the database itself, whoever moves them.
CREATE FUNCTION record_match_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_kind text;
  v_amount bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    v_kind := NEW.state;
    v_amount := NEW.amount_cents;
  ELSIF NEW.state <> OLD.state THEN
    v_kind := NEW.state;
    v_amount := NEW.amount_cents;
  ELSE
    v_kind := CASE NEW.state WHEN 'reserved' THEN 'released' WHEN 'committed' THEN 'reversed' ELSE 'clawback_due' END;
    v_amount := OLD.amount_cents - NEW.amount_cents;
  END IF;
  INSERT INTO match_events (fund_id, id, match_id, pot_id, kind, amount_cents, occurred_at)
  VALUES (NEW.fund_id, gen_random_uuid(), NEW.id, NEW.pot_id, v_kind, v_amount, fund_now());
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER match_event_of_insert AFTER INSERT ON matches FOR EACH ROW EXECUTE FUNCTION record_match_event();
--> statement-breakpoint
CREATE TRIGGER match_event_of_change AFTER UPDATE ON matches FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.amount_cents IS DISTINCT FROM NEW.amount_cents)
  EXECUTE FUNCTION record_match_event();
--> statement-breakpoint

-- A match is born reserved, never grows, and changes its amount only while it stands (M4, M10).
CREATE FUNCTION refuse_match_rewrite() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'reserved' OR NEW.amount_cents <> NEW.granted_cents THEN
      RAISE EXCEPTION 'a match begins reserved and whole'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'matches_born_reserved', TABLE = 'matches';
    END IF;
  ELSIF NEW.granted_cents <> OLD.granted_cents OR NEW.amount_cents > OLD.amount_cents
    OR (NEW.amount_cents <> OLD.amount_cents AND NEW.state <> OLD.state)
    OR (NEW.amount_cents <> OLD.amount_cents AND OLD.state NOT IN ('reserved', 'committed', 'paid'))
  THEN
    RAISE EXCEPTION 'a match only shrinks while it stands'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'matches_only_shrink', TABLE = 'matches';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER match_rewrite BEFORE INSERT OR UPDATE ON matches FOR EACH ROW EXECUTE FUNCTION refuse_match_rewrite();
--> statement-breakpoint
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON match_events
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE match_events ENABLE ALWAYS TRIGGER announced_transaction;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON match_events
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE match_events ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON match_events FROM fund_app;

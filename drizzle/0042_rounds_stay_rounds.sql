-- A shared round takes no more versions, and what began as a round is shared as one (M15): gifts recorded under it were
-- answered by nothing else.
CREATE FUNCTION check_round_version() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM round_results WHERE fund_id = NEW.fund_id AND rule_id = NEW.id) THEN
    RAISE EXCEPTION 'round % was shared already', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'matching_rules_round_shared', TABLE = 'matching_rules';
  END IF;
  IF EXISTS (SELECT FROM matching_rules WHERE fund_id = NEW.fund_id AND id = NEW.id
    AND (kind IN ('pro_rata', 'quadratic')) <> (NEW.kind IN ('pro_rata', 'quadratic'))) THEN
    RAISE EXCEPTION 'rule % is a round, or not, for good', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'matching_rules_stay_rounds', TABLE = 'matching_rules';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER round_version BEFORE INSERT ON matching_rules FOR EACH ROW EXECUTE FUNCTION check_round_version();
--> statement-breakpoint
ALTER TABLE matching_rules ENABLE ALWAYS TRIGGER round_version;

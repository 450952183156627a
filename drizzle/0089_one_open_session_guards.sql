-- An application comes before one open session at a time, and only once it was found admissible. Whoever brings it holds
-- its row, so that of two sessions opened at once the second sees the first.
CREATE FUNCTION check_session_application() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT state INTO v_state FROM own_grant_applications WHERE fund_id = NEW.fund_id AND id = NEW.application_id
    FOR NO KEY UPDATE;
  IF v_state IS DISTINCT FROM 'admissible' OR EXISTS (
    SELECT FROM session_applications o JOIN committee_sessions s ON s.fund_id = o.fund_id AND s.id = o.session_id
    WHERE o.fund_id = NEW.fund_id AND o.application_id = NEW.application_id AND s.state = 'open') THEN
    RAISE EXCEPTION 'application % is not admissible, or before an open session', NEW.application_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'session_applications_one_open', TABLE = 'session_applications';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER b_one_open BEFORE INSERT ON session_applications FOR EACH ROW EXECUTE FUNCTION check_session_application();
--> statement-breakpoint
ALTER TABLE session_applications ENABLE ALWAYS TRIGGER b_one_open;

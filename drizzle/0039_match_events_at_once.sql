-- New matches are written into the history together: many are reserved by one statement.
CREATE FUNCTION record_new_matches() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE v_at timestamptz := transaction_instant();
BEGIN
  INSERT INTO match_events (fund_id, id, match_id, pot_id, kind, amount_cents, occurred_at)
  SELECT fund_id, gen_random_uuid(), id, pot_id, state, amount_cents, v_at FROM new_matches;
  RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER match_event_of_insert ON matches;
--> statement-breakpoint
CREATE TRIGGER match_event_of_insert AFTER INSERT ON matches REFERENCING NEW TABLE AS new_matches
  FOR EACH STATEMENT EXECUTE FUNCTION record_new_matches();

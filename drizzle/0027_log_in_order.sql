-- The order of what changes a pot (M14): whoever gives to it or gives back holds its row before it draws its place, as
-- whoever takes from it does. Movers hold the rows already, in order of their ids: this is for whoever forgets.
CREATE OR REPLACE FUNCTION record_match_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
  IF v_kind IN ('released', 'reversed', 'clawback_due') THEN
    PERFORM FROM matching_pots WHERE fund_id = NEW.fund_id AND id = NEW.pot_id FOR NO KEY UPDATE;
  END IF;
  INSERT INTO match_events (fund_id, id, match_id, pot_id, kind, amount_cents, occurred_at)
  VALUES (NEW.fund_id, gen_random_uuid(), NEW.id, NEW.pot_id, v_kind, v_amount, transaction_instant());
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION place_in_matching_log() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM matching_pots WHERE fund_id = NEW.fund_id AND id = NEW.pot_id FOR NO KEY UPDATE;
  NEW.position := nextval('matching_log');
  NEW.created_at := transaction_instant();
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER placed_in_log BEFORE INSERT ON pot_fundings FOR EACH ROW EXECUTE FUNCTION place_in_matching_log();
--> statement-breakpoint
CREATE TRIGGER placed_in_log BEFORE INSERT ON pot_funding_returns FOR EACH ROW EXECUTE FUNCTION place_in_matching_log();
--> statement-breakpoint

-- The same function, but for the instant of recording.
CREATE OR REPLACE FUNCTION post_entry(
  p_fund uuid, p_id uuid, p_key text, p_kind text, p_occurred_at timestamptz, p_actor text, p_source text,
  p_postings jsonb, p_reverses uuid DEFAULT NULL, p_reason text DEFAULT NULL, p_approved_by text DEFAULT NULL
) RETURNS TABLE (entry_id uuid, posted boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_hash text;
  v_known record;
BEGIN
  SELECT encode(sha256(convert_to(p_kind || '|' || coalesce(p_reverses::text, '') || '|' ||
           string_agg((line->>'account') || '=' || (line->>'amount'), ';' ORDER BY line->>'account', (line->>'amount')::bigint), 'UTF8')), 'hex')
    INTO v_hash FROM jsonb_array_elements(p_postings) AS line;
  IF v_hash IS NULL THEN
    RAISE EXCEPTION 'entry % has no postings', p_key
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_balanced', TABLE = 'journal_entries';
  END IF;

  INSERT INTO journal_entries
    (fund_id, id, key, kind, occurred_at, recorded_at, actor, source, input_hash, reverses_id, reason, approved_by)
  VALUES
    (p_fund, p_id, p_key, p_kind, p_occurred_at, transaction_instant(), p_actor, p_source, v_hash, p_reverses, p_reason, p_approved_by)
  ON CONFLICT ON CONSTRAINT journal_entries_key_unique DO NOTHING;

  IF NOT FOUND THEN
    SELECT e.id, e.input_hash INTO STRICT v_known FROM journal_entries e WHERE e.fund_id = p_fund AND e.key = p_key;
    IF v_known.input_hash <> v_hash THEN
      RAISE EXCEPTION 'entry key % was used for another entry', p_key
        USING ERRCODE = 'unique_violation', CONSTRAINT = 'journal_entries_key_reused', TABLE = 'journal_entries';
    END IF;
    RETURN QUERY SELECT v_known.id, false;
    RETURN;
  END IF;

  INSERT INTO accounts (fund_id, code, kind, normal_side, bounded)
  SELECT DISTINCT p_fund, line->>'account', k.kind, k.normal_side, k.bounded
  FROM jsonb_array_elements(p_postings) AS line
  JOIN account_kinds k
    ON k.kind = regexp_replace(line->>'account', ':[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', '')
  ON CONFLICT (fund_id, code) DO NOTHING;

  INSERT INTO postings (fund_id, entry_id, line, account, amount_cents)
  SELECT p_fund, p_id, line.number, line.value->>'account', (line.value->>'amount')::bigint
  FROM jsonb_array_elements(p_postings) WITH ORDINALITY AS line(value, number);

  PERFORM a.code FROM accounts a
  WHERE a.fund_id = p_fund AND a.code IN (SELECT line->>'account' FROM jsonb_array_elements(p_postings) AS line)
  ORDER BY a.kind = 'pot:partner', a.code
  FOR NO KEY UPDATE;

  UPDATE accounts a
  SET debit_cents = a.debit_cents + moved.debit, credit_cents = a.credit_cents + moved.credit
  FROM (
    SELECT line->>'account' AS code,
           coalesce(sum((line->>'amount')::bigint) FILTER (WHERE (line->>'amount')::bigint > 0), 0)::bigint AS debit,
           coalesce(-sum((line->>'amount')::bigint) FILTER (WHERE (line->>'amount')::bigint < 0), 0)::bigint AS credit
    FROM jsonb_array_elements(p_postings) AS line GROUP BY 1
  ) AS moved
  WHERE a.fund_id = p_fund AND a.code = moved.code;

  RETURN QUERY SELECT p_id, true;
END $$;
--> statement-breakpoint

-- What was recorded before there were places gets them in the order of its instants.
DO $$
DECLARE logged text;
BEGIN
  PERFORM set_config('app.tx', 'migration', true);
  FOREACH logged IN ARRAY ARRAY['match_traces', 'match_events', 'pot_fundings', 'pot_events', 'pot_funding_returns']
  LOOP
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER append_only', logged);
  END LOOP;
  CREATE TEMPORARY TABLE log_in_order ON COMMIT DROP AS
    SELECT id, nextval('matching_log') AS position FROM (
      SELECT id FROM (
        SELECT id, created_at AS at, 0 AS rank, 0 AS sequence FROM pot_fundings
        UNION ALL SELECT id, created_at, 1, 0 FROM pot_funding_returns
        UNION ALL SELECT id, recorded_at, 1, 0 FROM pot_events
        UNION ALL SELECT id, occurred_at, 2, 0 FROM match_events
        UNION ALL SELECT id, evaluated_at, 3, sequence FROM match_traces) AS logged
      ORDER BY at, rank, sequence, id) AS ordered;
  FOREACH logged IN ARRAY ARRAY['match_traces', 'match_events', 'pot_fundings', 'pot_events', 'pot_funding_returns']
  LOOP
    EXECUTE format('UPDATE %1$I SET position = o.position FROM log_in_order o WHERE o.id = %1$I.id', logged);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', logged);
  END LOOP;
  PERFORM set_config('app.tx', '', true);
END $$;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['match_replays', 'statement_announcements']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM fund_app', guarded);
  END LOOP;
END $$;

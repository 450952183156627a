-- Posts many entries at once, or finds them posted already (L2): one statement a step, and each balance moves once (L3).
-- Same rules and the same hash as post_entry; corrections (L4) go through that one, each for itself.
CREATE FUNCTION post_entries(p_fund uuid, p_actor text, p_entries jsonb)
RETURNS TABLE (entry_key text, entry_id uuid, posted boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_new uuid[];
  v_codes text[];
  v_reused text;
BEGIN
  WITH inserted AS (
    INSERT INTO journal_entries (fund_id, id, key, kind, occurred_at, recorded_at, actor, source, input_hash)
    SELECT p_fund, g.id, g.key, g.kind, g.occurred_at, transaction_instant(), p_actor, g.source, entry_hash(g.kind, g.postings)
    FROM jsonb_to_recordset(p_entries) AS g(id uuid, key text, kind text, occurred_at timestamptz, source text, postings jsonb)
    ORDER BY g.key
    ON CONFLICT ON CONSTRAINT journal_entries_key_unique DO NOTHING RETURNING id)
  SELECT coalesce(array_agg(id), '{}') INTO v_new FROM inserted;

  SELECT g.key INTO v_reused
  FROM jsonb_to_recordset(p_entries) AS g(id uuid, key text, kind text, postings jsonb)
  JOIN journal_entries e ON e.fund_id = p_fund AND e.key = g.key
  WHERE g.id <> ALL (v_new) AND e.input_hash IS DISTINCT FROM entry_hash(g.kind, g.postings) LIMIT 1;
  IF v_reused IS NOT NULL THEN
    RAISE EXCEPTION 'entry key % was used for another entry', v_reused
      USING ERRCODE = 'unique_violation', CONSTRAINT = 'journal_entries_key_reused', TABLE = 'journal_entries';
  END IF;

  SELECT coalesce(array_agg(DISTINCT line->>'account'), '{}') INTO v_codes
  FROM jsonb_to_recordset(p_entries) AS g(id uuid, postings jsonb), jsonb_array_elements(g.postings) AS line
  WHERE g.id = ANY (v_new);

  INSERT INTO accounts (fund_id, code, kind, normal_side, bounded)
  SELECT p_fund, code, k.kind, k.normal_side, k.bounded
  FROM unnest(v_codes) AS code
  JOIN account_kinds k
    ON k.kind = regexp_replace(code, ':[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', '')
  ORDER BY code
  ON CONFLICT (fund_id, code) DO NOTHING;

  INSERT INTO postings (fund_id, entry_id, line, account, amount_cents)
  SELECT p_fund, g.id, line.number, line.value->>'account', (line.value->>'amount')::bigint
  FROM jsonb_to_recordset(p_entries) AS g(id uuid, postings jsonb),
    jsonb_array_elements(g.postings) WITH ORDINALITY AS line(value, number)
  WHERE g.id = ANY (v_new);

  PERFORM a.code FROM accounts a WHERE a.fund_id = p_fund AND a.code = ANY (v_codes)
  ORDER BY a.kind = 'pot:partner', a.code FOR NO KEY UPDATE;

  UPDATE accounts a
  SET debit_cents = a.debit_cents + moved.debit, credit_cents = a.credit_cents + moved.credit
  FROM (
    SELECT account, coalesce(sum(amount_cents) FILTER (WHERE amount_cents > 0), 0)::bigint AS debit,
      coalesce(-sum(amount_cents) FILTER (WHERE amount_cents < 0), 0)::bigint AS credit
    FROM postings WHERE fund_id = p_fund AND postings.entry_id = ANY (v_new) GROUP BY account
  ) AS moved
  WHERE a.fund_id = p_fund AND a.code = moved.account;

  RETURN QUERY
    SELECT g.key, e.id, e.id = ANY (v_new)
    FROM jsonb_to_recordset(p_entries) AS g(key text)
    JOIN journal_entries e ON e.fund_id = p_fund AND e.key = g.key;
END $$;
--> statement-breakpoint
CREATE FUNCTION entry_hash(p_kind text, p_postings jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(p_kind || '||' ||
    string_agg((line->>'account') || '=' || (line->>'amount'), ';' ORDER BY line->>'account', (line->>'amount')::bigint), 'UTF8')), 'hex')
  FROM jsonb_array_elements(p_postings) AS line
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION post_entries FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION post_entries TO fund_app;
--> statement-breakpoint

-- The parts of a bank line sum to it and move the same way (R2): nothing of it is booked twice or left out.
CREATE FUNCTION check_line_parts() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_line bigint;
  v_parts numeric;
BEGIN
  SELECT amount_cents INTO v_line FROM bank_lines WHERE fund_id = NEW.fund_id AND id = NEW.line_id;
  SELECT sum(amount_cents) INTO v_parts FROM bank_line_parts WHERE fund_id = NEW.fund_id AND line_id = NEW.line_id;
  IF v_parts <> v_line OR sign(NEW.amount_cents) <> sign(v_line) THEN
    RAISE EXCEPTION 'the parts of bank line % sum to % of % cents', NEW.line_id, v_parts, v_line
      USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_line_parts_sum_to_line', TABLE = 'bank_line_parts';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER parts_sum_to_line AFTER INSERT ON bank_line_parts DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_line_parts();
--> statement-breakpoint
ALTER TABLE bank_line_parts ENABLE ALWAYS TRIGGER parts_sum_to_line;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON bank_line_parts
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE bank_line_parts ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON bank_line_parts FROM fund_app;
--> statement-breakpoint

-- What staff answered a bank stays as it was written; only whether Stripe took it becomes known later.
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON dispute_answers
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE dispute_answers ENABLE ALWAYS TRIGGER never_deleted;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON dispute_answers FROM fund_app;
--> statement-breakpoint
GRANT UPDATE (sent_at, refusal) ON dispute_answers TO fund_app;
--> statement-breakpoint
DO $$
DECLARE
  guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['bank_line_parts', 'dispute_answers']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
END $$;

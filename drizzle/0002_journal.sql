-- Chart of accounts (L3).
INSERT INTO account_kinds (kind, class, normal_side, bounded) VALUES
  ('stripe', 'asset', 'debit', false),
  ('stripe:in-transit', 'asset', 'debit', false),
  ('bank', 'asset', 'debit', false),
  ('bank:outgoing', 'asset', 'debit', false),
  ('receivable:partner', 'asset', 'debit', true),
  ('receivable:campaign', 'asset', 'debit', true),
  ('disputed', 'asset', 'debit', true),
  ('gifts:campaign', 'liability', 'credit', true),
  ('match:campaign', 'liability', 'credit', true),
  ('pot:partner', 'liability', 'credit', true),
  ('grant', 'liability', 'credit', true),
  ('refunds-due', 'liability', 'credit', true),
  ('suspense', 'liability', 'credit', false),
  ('fund:general', 'own_funds', 'credit', true),
  ('fund:reserve', 'own_funds', 'credit', true),
  ('fund:tips', 'own_funds', 'credit', true),
  ('fees:processor', 'cost', 'debit', false),
  ('fees:dispute', 'cost', 'debit', false),
  ('losses', 'cost', 'debit', false);
--> statement-breakpoint

-- Double entry (L1): judged at commit, from the entry's side and from the line's.
CREATE FUNCTION check_entry_balanced() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_entry uuid;
  v_lines bigint;
  v_total numeric;
BEGIN
  IF TG_TABLE_NAME = 'postings' THEN v_entry := NEW.entry_id; ELSE v_entry := NEW.id; END IF;
  SELECT count(*), coalesce(sum(amount_cents), 0) INTO v_lines, v_total
    FROM postings WHERE fund_id = NEW.fund_id AND entry_id = v_entry;
  IF v_lines < 2 OR v_total <> 0 THEN
    RAISE EXCEPTION 'entry % has % postings that sum to % cents', v_entry, v_lines, v_total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entries_balanced', TABLE = 'journal_entries';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER entry_balanced AFTER INSERT ON journal_entries DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_entry_balanced();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER posting_balanced AFTER INSERT ON postings DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_entry_balanced();
--> statement-breakpoint
ALTER TABLE journal_entries ENABLE ALWAYS TRIGGER entry_balanced;
--> statement-breakpoint
ALTER TABLE postings ENABLE ALWAYS TRIGGER posting_balanced;
--> statement-breakpoint

-- An entry is completed only in the transaction that opened it.
CREATE FUNCTION check_posting_in_entry_transaction() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM journal_entries
    WHERE fund_id = NEW.fund_id AND id = NEW.entry_id AND xact = pg_current_xact_id())
  THEN
    RAISE EXCEPTION 'posting added to entry % of another transaction', NEW.entry_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'postings_only_in_entry_transaction', TABLE = 'postings';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER posting_in_entry_transaction BEFORE INSERT ON postings
  FOR EACH ROW EXECUTE FUNCTION check_posting_in_entry_transaction();
--> statement-breakpoint
ALTER TABLE postings ENABLE ALWAYS TRIGGER posting_in_entry_transaction;
--> statement-breakpoint

-- Posts one entry, or finds it posted already (L2). Balances move in the same statement, hot pots last (L3).
CREATE FUNCTION post_entry(
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
    (p_fund, p_id, p_key, p_kind, p_occurred_at, fund_now(), p_actor, p_source, v_hash, p_reverses, p_reason, p_approved_by)
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

-- How often what stands of a pot's matches has changed: whoever read its sums at one count may spend on them at the
-- same count. A match that only moves from reserved to committed or paid changes no sum.
CREATE FUNCTION standing_cents(p_state text, p_cents bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN p_state IN ('reserved', 'committed', 'paid') THEN p_cents ELSE 0 END
$$;
--> statement-breakpoint
CREATE FUNCTION count_pot_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE matching_pots pot SET changes = pot.changes + 1
    FROM (SELECT DISTINCT fund_id, pot_id FROM new_matches) moved
    WHERE pot.fund_id = moved.fund_id AND pot.id = moved.pot_id;
  ELSE
    UPDATE matching_pots pot SET changes = pot.changes + 1
    FROM (
      SELECT DISTINCT was.fund_id, pot_id FROM old_matches was JOIN new_matches AS is_now USING (fund_id, id, pot_id)
      WHERE standing_cents(was.state, was.amount_cents) <> standing_cents(is_now.state, is_now.amount_cents)) moved
    WHERE pot.fund_id = moved.fund_id AND pot.id = moved.pot_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pot_changes_of_insert AFTER INSERT ON matches REFERENCING NEW TABLE AS new_matches
  FOR EACH STATEMENT EXECUTE FUNCTION count_pot_changes();
--> statement-breakpoint
CREATE TRIGGER pot_changes_of_change AFTER UPDATE ON matches REFERENCING OLD TABLE AS old_matches NEW TABLE AS new_matches
  FOR EACH STATEMENT EXECUTE FUNCTION count_pot_changes();
--> statement-breakpoint

-- Everything a reservation holds, in the one order of the house: campaigns, pledges, ceilings, pots.
CREATE FUNCTION hold_for_matching(p_fund uuid, p_campaigns uuid[], p_pledges uuid[], p_pots uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE v_campaign uuid;
BEGIN
  PERFORM 1 FROM campaigns WHERE fund_id = p_fund AND id = ANY (p_campaigns) ORDER BY id FOR SHARE;
  PERFORM 1 FROM pledges WHERE fund_id = p_fund AND id = ANY (p_pledges) ORDER BY id FOR NO KEY UPDATE;
  FOR v_campaign IN
    SELECT id FROM campaigns
    WHERE fund_id = p_fund AND id = ANY (p_campaigns) AND match_ceiling_cents IS NOT NULL ORDER BY id
  LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('match-ceiling:' || p_fund || ':' || v_campaign, 0));
  END LOOP;
  PERFORM 1 FROM matching_pots WHERE fund_id = p_fund AND id = ANY (p_pots) ORDER BY id FOR NO KEY UPDATE;
END $$;
--> statement-breakpoint

-- What stands around some gifts, in one answer. Pots are read first: whatever changes after it shows in `changes`.
-- `p_periods` names, for each rule with a cap per period, an instant in each period asked for: {rule, period, at}.
-- `p_held` are the pots of which shares are held for territories.
CREATE FUNCTION read_matching_book(
  p_fund uuid, p_campaigns uuid[], p_pledges uuid[], p_donors uuid[], p_pots uuid[], p_held uuid[], p_rules uuid[],
  p_periods jsonb
) RETURNS jsonb LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_pots jsonb;
  v_campaigns jsonb;
  v_pledges jsonb;
  v_sums jsonb;
  v_held jsonb;
  v_reached jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_array(id, changes,
      funded_cents - withdrawn_cents - reserved_cents - committed_cents - paid_cents))
    INTO v_pots FROM matching_pots WHERE fund_id = p_fund AND id = ANY (p_pots);

  SELECT jsonb_agg(jsonb_build_array(c.id, c.state, c.match_ceiling_cents, CASE WHEN c.match_ceiling_cents IS NOT NULL THEN
      (SELECT coalesce(sum(m.amount_cents), 0) FROM matches m
        WHERE m.fund_id = p_fund AND m.campaign_id = c.id AND m.state IN ('reserved', 'committed', 'paid')) END))
    INTO v_campaigns FROM campaigns c WHERE c.fund_id = p_fund AND c.id = ANY (p_campaigns);

  -- The last is null until the pledge was answered.
  SELECT jsonb_agg(jsonb_build_array(p.id, p.state, p.donor_id, (SELECT sum(t.amount_cents) FROM match_traces t
      WHERE t.fund_id = p_fund AND t.pledge_id = p.id AND t.cause = 'pledge')))
    INTO v_pledges FROM pledges p WHERE p.fund_id = p_fund AND p.id = ANY (p_pledges);

  SELECT jsonb_agg(jsonb_build_array(rule, kind, key, used)) INTO v_sums FROM (
    SELECT rule_id AS rule, 'everything' AS kind, '' AS key, sum(amount_cents) AS used FROM matches
      WHERE fund_id = p_fund AND rule_id = ANY (p_rules) AND state IN ('reserved', 'committed', 'paid') GROUP BY rule_id
    UNION ALL
    SELECT rule_id, 'campaign', campaign_id::text, sum(amount_cents) FROM matches
      WHERE fund_id = p_fund AND rule_id = ANY (p_rules) AND campaign_id = ANY (p_campaigns)
        AND state IN ('reserved', 'committed', 'paid') GROUP BY rule_id, campaign_id
    UNION ALL
    SELECT rule_id, 'donor', donor_id::text, sum(amount_cents) FROM matches
      WHERE fund_id = p_fund AND rule_id = ANY (p_rules) AND donor_id = ANY (p_donors)
        AND state IN ('reserved', 'committed', 'paid') GROUP BY rule_id, donor_id
    UNION ALL
    SELECT rule_id, 'gift', pledge_id::text, sum(amount_cents) FROM matches
      WHERE fund_id = p_fund AND pledge_id = ANY (p_pledges) AND rule_id = ANY (p_rules)
        AND state IN ('reserved', 'committed', 'paid') GROUP BY rule_id, pledge_id
    UNION ALL
    SELECT rule_id, 'lump', campaign_id::text, count(*) FROM matches
      WHERE fund_id = p_fund AND rule_id = ANY (p_rules) AND campaign_id = ANY (p_campaigns) AND is_lump
        AND state IN ('reserved', 'committed', 'paid') GROUP BY rule_id, campaign_id
    UNION ALL
    -- Periods are those of the gifts, so that a later backfill counts where its gift does.
    SELECT asked.rule, asked.period, to_char(asked.begins, CASE asked.period WHEN 'month' THEN 'YYYY-MM' ELSE 'YYYY-MM-DD' END),
        sum(m.amount_cents)
      FROM (SELECT rule, period, date_trunc(period, at AT TIME ZONE 'Europe/Paris') AS begins
        FROM jsonb_to_recordset(p_periods) AS given(rule uuid, period text, at timestamptz)) asked
      JOIN matches m ON m.fund_id = p_fund AND m.rule_id = asked.rule AND m.state IN ('reserved', 'committed', 'paid')
      JOIN pledges p ON p.fund_id = m.fund_id AND p.id = m.pledge_id
        AND p.created_at >= asked.begins AT TIME ZONE 'Europe/Paris'
        AND p.created_at < (asked.begins + ('1 ' || asked.period)::interval) AT TIME ZONE 'Europe/Paris'
      GROUP BY asked.rule, asked.period, asked.begins
  ) AS sums;

  SELECT jsonb_agg(jsonb_build_array(used.pot_id, used.cents, (
      SELECT coalesce(jsonb_agg(DISTINCT pl.departement), '[]') FROM campaigns c
      JOIN project_places pp ON pp.fund_id = c.fund_id AND pp.project_id = c.project_id
      JOIN places pl ON pl.id = pp.place_id AND pl.departement IS NOT NULL
      WHERE c.fund_id = p_fund AND c.id = used.campaign_id)))
    INTO v_held FROM (SELECT pot_id, campaign_id, sum(amount_cents) AS cents FROM matches
      WHERE fund_id = p_fund AND pot_id = ANY (p_held) AND state IN ('reserved', 'committed', 'paid')
      GROUP BY pot_id, campaign_id) AS used;

  WITH firm AS (
    SELECT campaign_id, id, donor_id, amount_cents - returned_gift_cents AS cents FROM pledges
    WHERE fund_id = p_fund AND campaign_id = ANY (p_campaigns) AND held_reason IS NULL
      AND returned_gift_cents < amount_cents
      AND state IN ('authorised', 'charging', 'action_required', 'captured'))
  SELECT jsonb_build_object(
      'others', (SELECT coalesce(jsonb_agg(jsonb_build_array(campaign_id, donors, cents)), '[]') FROM (
        SELECT campaign_id, count(DISTINCT donor_id) AS donors, sum(cents) AS cents
        FROM firm WHERE donor_id <> ALL (p_donors) GROUP BY campaign_id) others),
      'own', (SELECT coalesce(jsonb_agg(jsonb_build_array(campaign_id, id, donor_id, cents)), '[]')
        FROM firm WHERE donor_id = ANY (p_donors)))
    INTO v_reached;

  RETURN jsonb_build_object('pots', coalesce(v_pots, '[]'), 'campaigns', coalesce(v_campaigns, '[]'),
    'pledges', coalesce(v_pledges, '[]'), 'sums', coalesce(v_sums, '[]'), 'held', coalesce(v_held, '[]'),
    'reached', v_reached);
END $$;
--> statement-breakpoint

-- Reserves what was decided on a book that was read before: everything, or nothing and false where the book is no
-- longer true. One statement takes the locks, looks, writes and lets go; nobody waits for its caller.
-- `p_seen`: {campaigns: [[id, matched]], pledges: {id: donor}, pots: [[id, changes, remaining]]}
CREATE FUNCTION reserve_matches(p_fund uuid, p_seen jsonb, p_matches jsonb, p_traces jsonb) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_campaigns uuid[] := ARRAY(SELECT (seen->>0)::uuid FROM jsonb_array_elements(p_seen->'campaigns') seen);
  v_pledges uuid[] := ARRAY(SELECT jsonb_object_keys(p_seen->'pledges')::uuid);
  v_pots uuid[] := ARRAY(SELECT (seen->>0)::uuid FROM jsonb_array_elements(p_seen->'pots') seen);
  v_now timestamptz;
BEGIN
  PERFORM set_config('app.tx', gen_random_uuid()::text, true);
  PERFORM hold_for_matching(p_fund, v_campaigns, v_pledges, v_pots);

  IF EXISTS (
      SELECT FROM jsonb_array_elements(p_seen->'pots') seen
      LEFT JOIN matching_pots pot ON pot.fund_id = p_fund AND pot.id = (seen->>0)::uuid
      WHERE pot.changes IS DISTINCT FROM (seen->>1)::bigint
        OR pot.funded_cents - pot.withdrawn_cents - pot.reserved_cents - pot.committed_cents - pot.paid_cents
          <> (seen->>2)::bigint)
    OR cardinality(v_pledges) <> (
      SELECT count(*) FROM pledges p WHERE p.fund_id = p_fund AND p.id = ANY (v_pledges) AND p.state = 'draft'
        AND p.donor_id = (p_seen->'pledges'->>p.id::text)::uuid)
    OR EXISTS (
      SELECT FROM match_traces WHERE fund_id = p_fund AND pledge_id = ANY (v_pledges) AND cause = 'pledge')
    OR EXISTS (
      SELECT FROM jsonb_array_elements(p_seen->'campaigns') seen
      LEFT JOIN campaigns c ON c.fund_id = p_fund AND c.id = (seen->>0)::uuid
      WHERE c.state IS DISTINCT FROM 'live' OR (c.match_ceiling_cents IS NOT NULL AND (seen->>1)::bigint IS DISTINCT FROM
        (SELECT coalesce(sum(m.amount_cents), 0) FROM matches m
          WHERE m.fund_id = p_fund AND m.campaign_id = c.id AND m.state IN ('reserved', 'committed', 'paid'))))
  THEN
    RETURN false;
  END IF;

  v_now := transaction_instant();
  INSERT INTO matches (fund_id, id, pledge_id, campaign_id, donor_id, rule_id, rule_version, pot_id, granted_cents,
      amount_cents, is_lump, state, created_at)
    SELECT p_fund, "id", "pledgeId", "campaignId", "donorId", "ruleId", "ruleVersion", "potId", "cents", "cents",
      "isLump", 'reserved', v_now
    FROM jsonb_to_recordset(p_matches) AS given("id" uuid, "pledgeId" uuid, "campaignId" uuid, "donorId" uuid,
      "ruleId" uuid, "ruleVersion" integer, "potId" uuid, "cents" bigint, "isLump" boolean);
  INSERT INTO match_traces (fund_id, id, pledge_id, match_id, rule_id, rule_version, sequence, evaluated_at, trace,
      amount_cents, bound_by, pot_before_cents, pot_after_cents)
    SELECT p_fund, "id", "pledgeId", "matchId", "ruleId", "ruleVersion", "sequence", v_now, "trace", "cents", "boundBy",
      "potBefore", "potAfter"
    FROM jsonb_to_recordset(p_traces) AS given("id" uuid, "pledgeId" uuid, "matchId" uuid, "ruleId" uuid,
      "ruleVersion" integer, "sequence" smallint, "trace" jsonb, "cents" bigint, "boundBy" text, "potBefore" bigint,
      "potAfter" bigint);
  UPDATE matching_pots pot SET reserved_cents = pot.reserved_cents + given.cents
    FROM (SELECT "potId", sum("cents") AS cents
      FROM jsonb_to_recordset(p_matches) AS given("potId" uuid, "cents" bigint) GROUP BY "potId") given
    WHERE pot.fund_id = p_fund AND pot.id = given."potId";
  RETURN true;
END $$;

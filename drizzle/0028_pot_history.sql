-- An order sent back to its two people is no second request: its history says so.
CREATE OR REPLACE FUNCTION count_withdrawal_against_pot() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_change bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state NOT IN ('refused', 'cancelled', 'returned') THEN v_change := -OLD.amount_cents; END IF;
  IF NEW.state NOT IN ('refused', 'cancelled', 'returned') THEN v_change := v_change + NEW.amount_cents; END IF;
  IF v_change <> 0 THEN
    UPDATE matching_pots SET withdrawn_cents = withdrawn_cents + v_change WHERE fund_id = NEW.fund_id AND id = NEW.pot_id;
  END IF;
  IF TG_OP = 'INSERT' OR OLD.state IS DISTINCT FROM NEW.state THEN
    INSERT INTO pot_events (fund_id, pot_id, kind, subject_id, amount_cents)
    VALUES (NEW.fund_id, NEW.pot_id,
      CASE WHEN TG_OP = 'UPDATE' AND NEW.state = 'requested' THEN 'withdrawal_sent_back' ELSE 'withdrawal_' || NEW.state END,
      NEW.id, NEW.amount_cents);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- The service may not change receipts, so the lock on one is taken as their owner.
ALTER FUNCTION check_funding_return() SECURITY DEFINER;
--> statement-breakpoint

-- Matches from before their history was kept: reserved when they were made, and what became of them, now.
SELECT set_config('app.tx', 'migration', true);
--> statement-breakpoint
INSERT INTO match_events (fund_id, id, match_id, pot_id, kind, amount_cents, occurred_at)
SELECT m.fund_id, gen_random_uuid(), m.id, m.pot_id, step.kind, m.amount_cents,
  CASE step.kind WHEN 'reserved' THEN m.created_at ELSE fund_now() END
FROM matches m
CROSS JOIN LATERAL unnest(CASE m.state
  WHEN 'reserved' THEN ARRAY['reserved'] WHEN 'released' THEN ARRAY['reserved', 'released']
  WHEN 'committed' THEN ARRAY['reserved', 'committed'] WHEN 'reversed' THEN ARRAY['reserved', 'committed', 'reversed']
  WHEN 'paid' THEN ARRAY['reserved', 'committed', 'paid']
  ELSE ARRAY['reserved', 'committed', 'paid', 'clawback_due'] END) AS step(kind)
WHERE NOT EXISTS (SELECT FROM match_events e WHERE e.fund_id = m.fund_id AND e.match_id = m.id);

DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['payment_links', 'method_changes']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
  END LOOP;
END $$;
--> statement-breakpoint

-- What ended stays ended: a link is used once, a change of card takes place once.
CREATE FUNCTION refuse_reopening() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% of % has ended', TG_TABLE_NAME, OLD.pledge_id
    USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_end_once', TABLE = TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER end_once BEFORE UPDATE OF ended_at, ended ON payment_links FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_reopening();
--> statement-breakpoint
CREATE TRIGGER end_once BEFORE UPDATE OF ended_at, outcome ON method_changes FOR EACH ROW
  WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_reopening();
--> statement-breakpoint
-- Pledges whose debit was under way before this was written down.
SELECT set_config('app.tx', 'migration', false);
--> statement-breakpoint
UPDATE pledges SET pending_since = a.started_at FROM charge_attempts a
  WHERE a.fund_id = pledges.fund_id AND a.pledge_id = pledges.id AND a.state = 'pending' AND pledges.state = 'charging'
    AND pledges.next_charge_at IS NULL;
--> statement-breakpoint
SELECT set_config('app.tx', '', false);

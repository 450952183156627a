-- P10: goal and deadline of a campaign that was submitted stand; those of a live one change by a row of
-- campaign_changes alone, written by an administrator's act before the deadline, and that row is what changes them.
CREATE FUNCTION refuse_silent_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state NOT IN ('draft', 'changes_requested') AND NOT EXISTS (
    SELECT FROM campaign_changes c
    WHERE c.fund_id = OLD.fund_id AND c.campaign_id = OLD.id
      AND (c.old_goal_cents, c.old_deadline_at) = (OLD.goal_cents, OLD.deadline_at)
      AND (c.new_goal_cents, c.new_deadline_at) = (NEW.goal_cents, NEW.deadline_at)
      AND c.xmin::text::bigint = pg_current_xact_id()::text::bigint % 4294967296) THEN
    RAISE EXCEPTION 'goal and deadline of campaign % stand', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'campaigns_terms_stand', TABLE = 'campaigns';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER terms_stand BEFORE UPDATE OF goal_cents, deadline_at ON campaigns FOR EACH ROW
  WHEN ((OLD.goal_cents, OLD.deadline_at) IS DISTINCT FROM (NEW.goal_cents, NEW.deadline_at))
  EXECUTE FUNCTION refuse_silent_change();
--> statement-breakpoint
ALTER TABLE campaigns ENABLE ALWAYS TRIGGER terms_stand;
--> statement-breakpoint
CREATE FUNCTION apply_campaign_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM FROM campaigns WHERE fund_id = NEW.fund_id AND id = NEW.campaign_id FOR NO KEY UPDATE;
  UPDATE campaigns SET goal_cents = NEW.new_goal_cents, deadline_at = NEW.new_deadline_at
  WHERE fund_id = NEW.fund_id AND id = NEW.campaign_id AND state = 'live' AND fund_now() < deadline_at
    AND goal_cents = NEW.old_goal_cents AND deadline_at = NEW.old_deadline_at;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'campaign % is not live with these terms', NEW.campaign_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_changes_of_live_terms', TABLE = 'campaign_changes';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER change_applied AFTER INSERT ON campaign_changes FOR EACH ROW EXECUTE FUNCTION apply_campaign_change();
--> statement-breakpoint
ALTER TABLE campaign_changes ENABLE ALWAYS TRIGGER change_applied;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['campaign_changes', 'change_notices']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON campaign_changes, change_notices FROM fund_app;

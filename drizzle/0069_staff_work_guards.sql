-- What was written to whom, and what a reviewer found, stays as it was.
CREATE FUNCTION pg_temp.keep(kept text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', kept);
  EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', kept);
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
  EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', kept);
  EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM fund_app', kept);
END $$;
--> statement-breakpoint
SELECT pg_temp.keep(one) FROM unnest(ARRAY['decision_letters', 'campaign_review_checks', 'organisation_reviews']) AS one;
--> statement-breakpoint
DROP FUNCTION pg_temp.keep(text);
--> statement-breakpoint
-- Looking at the service as somebody else: never as somebody who may decide, never changed but to end it, once.
CREATE FUNCTION refuse_impersonating_staff() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM staff_roles WHERE user_id = NEW.person_id) THEN
    RAISE EXCEPTION 'nobody looks at the service as a member of staff'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'impersonations_not_of_staff', TABLE = 'impersonations';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER not_of_staff BEFORE INSERT ON impersonations
  FOR EACH ROW EXECUTE FUNCTION refuse_impersonating_staff();
--> statement-breakpoint
ALTER TABLE impersonations ENABLE ALWAYS TRIGGER not_of_staff;
--> statement-breakpoint
CREATE FUNCTION end_impersonation_once() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL OR to_jsonb(NEW) - 'ended_at' <> to_jsonb(OLD) - 'ended_at' THEN
    RAISE EXCEPTION 'what was looked at stays as it was recorded'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'impersonations_ended_once', TABLE = 'impersonations';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ended_once BEFORE UPDATE ON impersonations FOR EACH ROW EXECUTE FUNCTION end_impersonation_once();
--> statement-breakpoint
ALTER TABLE impersonations ENABLE ALWAYS TRIGGER ended_once;
--> statement-breakpoint
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON impersonations
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE impersonations ENABLE ALWAYS TRIGGER never_deleted;
--> statement-breakpoint
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON impersonations
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE impersonations ENABLE ALWAYS TRIGGER announced_transaction;

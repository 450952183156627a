-- A grant the committee gave a project without a campaign names the application it came of; the two stay together.
ALTER TABLE grants ADD CONSTRAINT grants_application FOREIGN KEY (fund_id, application_id)
  REFERENCES own_grant_applications (fund_id, id);
--> statement-breakpoint
CREATE FUNCTION refuse_other_origin() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'grant % stays with what it came of', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'grants_origin_frozen', TABLE = 'grants';
END $$;
--> statement-breakpoint
CREATE TRIGGER origin_frozen BEFORE UPDATE ON grants FOR EACH ROW
  WHEN ((OLD.campaign_id, OLD.application_id) IS DISTINCT FROM (NEW.campaign_id, NEW.application_id))
  EXECUTE FUNCTION refuse_other_origin();
--> statement-breakpoint
ALTER TABLE grants ENABLE ALWAYS TRIGGER origin_frozen;

-- A role that approves money or gives roles takes two administrators and a day (X3). At the first start there is one:
-- their word counts at once, until the fund has had a second; who is alone after that waits for the day all the same.
CREATE FUNCTION check_staff_role() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_administrators integer;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.granted_at IS NOT NULL
    OR to_jsonb(OLD) - '{granted_at,confirmed_by,confirmed_at}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{granted_at,confirmed_by,confirmed_at}'::text[]) THEN
    RAISE EXCEPTION 'a role stays as it was granted'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_frozen', TABLE = 'staff_roles';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.confirmed_by IS NOT NULL AND NOT EXISTS (
    SELECT FROM staff_roles_in_force WHERE user_id = NEW.confirmed_by AND role = 'administrator') THEN
    RAISE EXCEPTION 'only an administrator confirms a role'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_confirmed_by_administrator', TABLE = 'staff_roles';
  END IF;
  IF NEW.role NOT IN ('administrator', 'authoriser', 'paymaster') OR NEW.granted_at IS NULL
    OR NEW.confirmed_by IS NOT NULL THEN
    RETURN NEW;
  END IF;
  SELECT count(*) INTO v_administrators FROM staff_roles_in_force WHERE role = 'administrator';
  IF v_administrators >= 2 THEN
    RAISE EXCEPTION 'role % of % needs a second administrator', NEW.role, NEW.user_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_second_administrator', TABLE = 'staff_roles';
  END IF;
  IF NEW.granted_at < fund_now() + interval '23 hours 59 minutes' AND EXISTS (
    SELECT FROM audit_log WHERE action = 'staff-role.withdraw' AND change ->> 'role' = 'administrator') THEN
    RAISE EXCEPTION 'role % of % counts after a day', NEW.role, NEW.user_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_alone_waits', TABLE = 'staff_roles';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER granted_by_two BEFORE INSERT OR UPDATE ON staff_roles FOR EACH ROW EXECUTE FUNCTION check_staff_role();
--> statement-breakpoint
ALTER TABLE staff_roles ENABLE ALWAYS TRIGGER granted_by_two;
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON staff_roles_in_force FROM fund_app;

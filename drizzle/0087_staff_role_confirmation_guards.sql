-- X3: a role begins without a confirmation, on the word of an administrator if on anybody's; another administrator
-- confirms it later, and it counts a day after that by the fund's clock, whatever instants are written beside it.
CREATE OR REPLACE FUNCTION check_staff_role() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_administrators integer;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.granted_at IS NOT NULL
    OR to_jsonb(OLD) - '{granted_at,confirmed_by,confirmed_at}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{granted_at,confirmed_by,confirmed_at}'::text[]) THEN
    RAISE EXCEPTION 'a role stays as it was granted'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_frozen', TABLE = 'staff_roles';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.confirmed_by IS NOT NULL THEN
    RAISE EXCEPTION 'a role is granted first, and confirmed by another person later'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_begin_unconfirmed', TABLE = 'staff_roles';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.proposed_by IS NOT NULL AND NOT EXISTS (
    SELECT FROM staff_roles_in_force WHERE user_id = NEW.proposed_by AND role = 'administrator') THEN
    RAISE EXCEPTION 'only an administrator grants a role'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_proposed_by_administrator', TABLE = 'staff_roles';
  END IF;
  IF NEW.confirmed_by IS NOT NULL AND NOT EXISTS (
    SELECT FROM staff_roles_in_force WHERE user_id = NEW.confirmed_by AND role = 'administrator') THEN
    RAISE EXCEPTION 'only an administrator confirms a role'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_confirmed_by_administrator', TABLE = 'staff_roles';
  END IF;
  IF NEW.confirmed_by IS NOT NULL AND NEW.granted_at < fund_now() + interval '23 hours 59 minutes' THEN
    RAISE EXCEPTION 'role % of % counts a day after its confirmation', NEW.role, NEW.user_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'staff_roles_confirmed_waits', TABLE = 'staff_roles';
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

INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('round_correction', 'proposed', 'confirmed'), ('round_correction', 'proposed', 'withdrawn');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON round_corrections FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('round_correction');
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['round_results', 'round_lines', 'round_corrections', 'grant_complements']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['round_results', 'round_lines']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['round_corrections', 'grant_complements']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON round_results, round_lines FROM fund_app;
--> statement-breakpoint

-- Results of one round come one after the other; the later ones by a correction that a second person confirmed (M15).
CREATE FUNCTION check_round_result() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_latest integer;
BEGIN
  SELECT coalesce(max(version), 0) INTO v_latest FROM round_results WHERE fund_id = NEW.fund_id AND rule_id = NEW.rule_id;
  IF NEW.version <> v_latest + 1 THEN
    RAISE EXCEPTION 'version % of round % does not follow version %', NEW.version, NEW.rule_id, v_latest
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_results_one_after_another', TABLE = 'round_results';
  END IF;
  IF NEW.version > 1 AND NOT EXISTS (
    SELECT FROM round_corrections WHERE fund_id = NEW.fund_id AND id = NEW.correction_id AND rule_id = NEW.rule_id
      AND corrects_version = v_latest AND state = 'confirmed') THEN
    RAISE EXCEPTION 'version % of round % lacks its confirmed correction', NEW.version, NEW.rule_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_results_confirmed', TABLE = 'round_results';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER round_result BEFORE INSERT ON round_results FOR EACH ROW EXECUTE FUNCTION check_round_result();
--> statement-breakpoint
ALTER TABLE round_results ENABLE ALWAYS TRIGGER round_result;
--> statement-breakpoint

-- What a result shared is the sum of its lines, which come with it in one transaction.
CREATE FUNCTION check_round_adds_up() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_sum bigint;
BEGIN
  SELECT coalesce(sum(amount_cents), 0) INTO v_sum FROM round_lines
  WHERE fund_id = NEW.fund_id AND rule_id = NEW.rule_id AND version = NEW.version;
  IF v_sum <> NEW.shared_cents THEN
    RAISE EXCEPTION 'lines of round % version % are % cents, not %', NEW.rule_id, NEW.version, v_sum, NEW.shared_cents
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_results_add_up', TABLE = 'round_results';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER round_adds_up AFTER INSERT ON round_results DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_round_adds_up();
--> statement-breakpoint
CREATE FUNCTION refuse_late_round_line() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added a JOIN round_results r ON r.fund_id = a.fund_id AND r.rule_id = a.rule_id AND r.version = a.version
    WHERE r.xmin::text::bigint <> pg_current_xact_id()::text::bigint % 4294967296) THEN
    RAISE EXCEPTION 'a published round takes no more lines'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_lines_come_with_their_result', TABLE = 'round_lines';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER late_round_line AFTER INSERT ON round_lines REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_round_line();
--> statement-breakpoint
ALTER TABLE round_lines ENABLE ALWAYS TRIGGER late_round_line;
--> statement-breakpoint

-- A proposed correction stays what it is; it is only ever decided, once.
CREATE FUNCTION check_round_correction() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'proposed' OR to_jsonb(OLD) - '{state,decided_by,decided_at}'::text[]
     IS DISTINCT FROM to_jsonb(NEW) - '{state,decided_by,decided_at}'::text[] THEN
    RAISE EXCEPTION 'correction % stays as it was proposed and decided', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'round_corrections_frozen', TABLE = 'round_corrections';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER round_correction BEFORE UPDATE ON round_corrections FOR EACH ROW EXECUTE FUNCTION check_round_correction();
--> statement-breakpoint
ALTER TABLE round_corrections ENABLE ALWAYS TRIGGER round_correction;
--> statement-breakpoint

-- The grant counts what an amendment adds as not payable until both sides signed it (D3); its money grows and shrinks
-- with its complements, whoever writes them. What both signed never changes.
CREATE FUNCTION count_grant_complement() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_amount bigint := NEW.amount_cents;
  v_awaiting bigint := CASE WHEN NEW.is_amendment AND NEW.fund_signed_at IS NULL THEN NEW.amount_cents ELSE 0 END;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.fund_signed_at IS NOT NULL
       OR (OLD.fund_id, OLD.id, OLD.grant_id, OLD.rule_id, OLD.result_version, OLD.is_amendment, OLD.created_at)
       IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.grant_id, NEW.rule_id, NEW.result_version, NEW.is_amendment, NEW.created_at)
       OR NEW.amount_cents > OLD.amount_cents THEN
      RAISE EXCEPTION 'complement % stays as it was signed', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_complements_frozen', TABLE = 'grant_complements';
    END IF;
    v_amount := v_amount - OLD.amount_cents;
    v_awaiting := v_awaiting - CASE WHEN OLD.is_amendment THEN OLD.amount_cents ELSE 0 END;
  END IF;
  UPDATE grants SET amount_cents = amount_cents + v_amount, awaiting_cents = awaiting_cents + v_awaiting
  WHERE fund_id = NEW.fund_id AND id = NEW.grant_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER complement_counted AFTER INSERT OR UPDATE ON grant_complements
  FOR EACH ROW EXECUTE FUNCTION count_grant_complement();
--> statement-breakpoint
ALTER TABLE grant_complements ENABLE ALWAYS TRIGGER complement_counted;

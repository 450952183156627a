INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('agreement', 'negotiating', 'in_force'), ('agreement', 'negotiating', 'abandoned'),
  ('agreement', 'in_force', 'suspended'), ('agreement', 'suspended', 'in_force'),
  ('agreement', 'in_force', 'ended'), ('agreement', 'suspended', 'ended'),
  ('agreement_negotiation', 'open', 'signed'), ('agreement_negotiation', 'open', 'abandoned'),
  ('agreement_suspension', 'asked', 'running'), ('agreement_suspension', 'asked', 'declined'),
  ('agreement_suspension', 'running', 'over'),
  ('commitment_delivery', 'recorded', 'confirmed'), ('commitment_delivery', 'recorded', 'refused');
--> statement-breakpoint
DO $$
DECLARE machine text[];
BEGIN
  FOREACH machine SLICE 1 IN ARRAY ARRAY[
    ['cooperation_agreements', 'agreement'], ['agreement_negotiations', 'agreement_negotiation'],
    ['agreement_suspensions', 'agreement_suspension'], ['commitment_deliveries', 'commitment_delivery']]
  LOOP
    EXECUTE format(
      'CREATE TRIGGER state_transition BEFORE UPDATE OF state ON %I FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition(%L)',
      machine[1], machine[2]);
  END LOOP;
END $$;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY[
    'agreement_negotiations', 'agreement_versions', 'agreement_acceptances', 'agreement_signatures',
    'agreement_suspensions', 'suspended_rules', 'commitments', 'commitment_rules', 'commitment_deliveries',
    'delivery_evidence']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY[
    'agreement_versions', 'agreement_acceptances', 'agreement_signatures', 'suspended_rules', 'delivery_evidence']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
    EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM fund_app', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY[
    'cooperation_agreements', 'agreement_negotiations', 'agreement_suspensions', 'commitments', 'commitment_rules',
    'commitment_deliveries']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
  END LOOP;
END $$;
--> statement-breakpoint

-- The version in force is one that was proposed for this agreement.
ALTER TABLE cooperation_agreements ADD CONSTRAINT cooperation_agreements_signed_version
  FOREIGN KEY (fund_id, id, signed_version) REFERENCES agreement_versions (fund_id, agreement_id, version);
--> statement-breakpoint

-- Versions, acceptances and signatures of one negotiation come one after the other: each holds the negotiation's row.
CREATE FUNCTION check_agreement_version() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
  v_latest integer;
BEGIN
  SELECT state INTO v_state FROM agreement_negotiations
  WHERE fund_id = NEW.fund_id AND id = NEW.negotiation_id FOR NO KEY UPDATE;
  IF v_state IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'negotiation % takes no more versions', NEW.negotiation_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_versions_while_open', TABLE = 'agreement_versions';
  END IF;
  SELECT coalesce(max(version), 0) INTO v_latest FROM agreement_versions
  WHERE fund_id = NEW.fund_id AND agreement_id = NEW.agreement_id;
  IF NEW.version <> v_latest + 1 THEN
    RAISE EXCEPTION 'version % follows version %, not the other way', NEW.version, v_latest
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_versions_one_after_another', TABLE = 'agreement_versions';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agreement_version BEFORE INSERT ON agreement_versions FOR EACH ROW EXECUTE FUNCTION check_agreement_version();
--> statement-breakpoint
ALTER TABLE agreement_versions ENABLE ALWAYS TRIGGER agreement_version;
--> statement-breakpoint

-- The latest version of an open negotiation, its row held; nothing else can be accepted or signed.
CREATE FUNCTION hold_latest_version(p_fund uuid, p_agreement uuid, p_version integer, p_table text) RETURNS agreement_versions
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_found agreement_versions;
BEGIN
  PERFORM FROM agreement_negotiations
  WHERE fund_id = p_fund AND agreement_id = p_agreement AND state = 'open' FOR NO KEY UPDATE;
  SELECT v.* INTO v_found FROM agreement_versions v
  JOIN agreement_negotiations n ON n.fund_id = v.fund_id AND n.id = v.negotiation_id AND n.state = 'open'
  WHERE v.fund_id = p_fund AND v.agreement_id = p_agreement AND v.version = p_version
    AND v.version = (SELECT max(version) FROM agreement_versions WHERE fund_id = p_fund AND agreement_id = p_agreement);
  IF v_found.version IS NULL THEN
    RAISE EXCEPTION 'version % of agreement % is not the one under negotiation', p_version, p_agreement
      USING ERRCODE = 'check_violation', CONSTRAINT = p_table || '_of_latest_version', TABLE = p_table;
  END IF;
  RETURN v_found;
END $$;
--> statement-breakpoint
CREATE FUNCTION check_agreement_acceptance() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (hold_latest_version(NEW.fund_id, NEW.agreement_id, NEW.version, TG_TABLE_NAME)).side = NEW.side THEN
    RAISE EXCEPTION 'version % is accepted by the side that did not propose it', NEW.version
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_acceptances_by_other_side', TABLE = 'agreement_acceptances';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agreement_acceptance BEFORE INSERT ON agreement_acceptances FOR EACH ROW EXECUTE FUNCTION check_agreement_acceptance();
--> statement-breakpoint
ALTER TABLE agreement_acceptances ENABLE ALWAYS TRIGGER agreement_acceptance;
--> statement-breakpoint
CREATE FUNCTION check_agreement_signature() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_role text;
BEGIN
  PERFORM hold_latest_version(NEW.fund_id, NEW.agreement_id, NEW.version, TG_TABLE_NAME);
  IF NOT EXISTS (SELECT FROM agreement_acceptances WHERE fund_id = NEW.fund_id AND agreement_id = NEW.agreement_id
    AND version = NEW.version AND text_hash = NEW.text_hash) THEN
    RAISE EXCEPTION 'signature of another text than version %''s', NEW.version
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_signatures_of_this_text', TABLE = 'agreement_signatures';
  END IF;
  SELECT m.role INTO v_role FROM cooperation_agreements a
  JOIN organisation_members m ON m.organisation_id = a.partner_id AND m.user_id = NEW.signed_by
  WHERE a.fund_id = NEW.fund_id AND a.id = NEW.agreement_id;
  IF (NEW.side = 'partner' AND v_role IS DISTINCT FROM 'owner') OR (NEW.side = 'fund' AND v_role IS NOT NULL) THEN
    RAISE EXCEPTION 'user % may not sign for the %', NEW.signed_by, NEW.side
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_signatures_for_own_side', TABLE = 'agreement_signatures';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agreement_signature BEFORE INSERT ON agreement_signatures FOR EACH ROW EXECUTE FUNCTION check_agreement_signature();
--> statement-breakpoint
ALTER TABLE agreement_signatures ENABLE ALWAYS TRIGGER agreement_signature;
--> statement-breakpoint

-- A negotiation is signed only with every signature under its latest version: the partner's, and the fund's one or two.
CREATE FUNCTION check_agreement_negotiation() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_accepted agreement_acceptances;
BEGIN
  IF (OLD.fund_id, OLD.id, OLD.agreement_id, OLD.opened_by, OLD.created_at)
     IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.agreement_id, NEW.opened_by, NEW.created_at) THEN
    RAISE EXCEPTION 'negotiation % stays what it is', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_negotiations_frozen', TABLE = 'agreement_negotiations';
  END IF;
  IF OLD.state <> 'signed' AND NEW.state = 'signed' THEN
    SELECT c.* INTO v_accepted FROM agreement_acceptances c
    JOIN agreement_versions v ON v.fund_id = c.fund_id AND v.agreement_id = c.agreement_id AND v.version = c.version
    WHERE v.fund_id = NEW.fund_id AND v.negotiation_id = NEW.id
      AND v.version = (SELECT max(version) FROM agreement_versions WHERE fund_id = NEW.fund_id AND agreement_id = NEW.agreement_id);
    IF v_accepted.version IS NULL OR (
      SELECT count(*) FILTER (WHERE side = 'partner') < 1
          OR count(*) FILTER (WHERE side = 'fund') < (CASE WHEN v_accepted.needs_second THEN 2 ELSE 1 END)
      FROM agreement_signatures
      WHERE fund_id = NEW.fund_id AND agreement_id = NEW.agreement_id AND version = v_accepted.version
        AND text_hash = v_accepted.text_hash) THEN
      RAISE EXCEPTION 'negotiation % lacks signatures', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'agreement_negotiations_signed_by_all', TABLE = 'agreement_negotiations';
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agreement_negotiation BEFORE UPDATE ON agreement_negotiations FOR EACH ROW EXECUTE FUNCTION check_agreement_negotiation();
--> statement-breakpoint
ALTER TABLE agreement_negotiations ENABLE ALWAYS TRIGGER agreement_negotiation;
--> statement-breakpoint

-- A negotiated agreement comes into force, and changes, by a signed negotiation alone; its partner never changes.
CREATE FUNCTION check_agreement_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.fund_id, OLD.id, OLD.partner_id, OLD.reference)
     IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.partner_id, NEW.reference) THEN
    RAISE EXCEPTION 'agreement % stays what it is', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cooperation_agreements_frozen', TABLE = 'cooperation_agreements';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.title, OLD.signed_at, OLD.ends_at, OLD.promised_counts, OLD.signed_version)
     IS NOT DISTINCT FROM (NEW.title, NEW.signed_at, NEW.ends_at, NEW.promised_counts, NEW.signed_version)
     AND NOT (OLD.state = 'negotiating' AND NEW.state = 'in_force') THEN
    RETURN NEW;
  END IF;
  IF (TG_OP = 'UPDATE' OR NEW.signed_version IS NOT NULL) AND NEW.state <> 'negotiating' AND NOT EXISTS (
    SELECT FROM agreement_versions v
    JOIN agreement_negotiations n ON n.fund_id = v.fund_id AND n.id = v.negotiation_id
    WHERE v.fund_id = NEW.fund_id AND v.agreement_id = NEW.id AND v.version = NEW.signed_version AND n.state = 'signed'
      AND v.version = (SELECT max(o.version) FROM agreement_versions o WHERE o.fund_id = n.fund_id AND o.negotiation_id = n.id)
      AND (TG_OP = 'INSERT' OR NEW.signed_version > coalesce(OLD.signed_version, 0))) THEN
    RAISE EXCEPTION 'agreement % changes by what both sides signed', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'cooperation_agreements_as_signed', TABLE = 'cooperation_agreements';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER agreement_change AFTER INSERT OR UPDATE ON cooperation_agreements FOR EACH ROW EXECUTE FUNCTION check_agreement_change();
--> statement-breakpoint
ALTER TABLE cooperation_agreements ENABLE ALWAYS TRIGGER agreement_change;
--> statement-breakpoint

-- A commitment's counters follow its deliveries, whoever writes them; `commitments_never_over_confirmed` judges the sum.
CREATE FUNCTION count_delivery() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_delivered numeric := CASE WHEN NEW.state IN ('recorded', 'confirmed') THEN NEW.quantity ELSE 0 END;
  v_confirmed numeric := CASE WHEN NEW.state = 'confirmed' THEN NEW.quantity ELSE 0 END;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state IN ('recorded', 'confirmed') THEN v_delivered := v_delivered - OLD.quantity; END IF;
    IF OLD.state = 'confirmed' THEN v_confirmed := v_confirmed - OLD.quantity; END IF;
  END IF;
  UPDATE commitments SET delivered_quantity = delivered_quantity + v_delivered, confirmed_quantity = confirmed_quantity + v_confirmed
  WHERE fund_id = NEW.fund_id AND agreement_id = NEW.agreement_id AND key = NEW.commitment_key;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER delivery_counted AFTER INSERT OR UPDATE OF state ON commitment_deliveries FOR EACH ROW EXECUTE FUNCTION count_delivery();
--> statement-breakpoint
ALTER TABLE commitment_deliveries ENABLE ALWAYS TRIGGER delivery_counted;
--> statement-breakpoint
CREATE FUNCTION check_delivery() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_kind text;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(OLD) - '{state,decided_side,decided_by,decided_at,refusal}'::text[]
       IS DISTINCT FROM to_jsonb(NEW) - '{state,decided_side,decided_by,decided_at,refusal}'::text[] OR OLD.state <> 'recorded' THEN
      RAISE EXCEPTION 'delivery % stays as it was recorded and decided', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_deliveries_frozen', TABLE = 'commitment_deliveries';
    END IF;
    RETURN NEW;
  END IF;
  SELECT kind INTO v_kind FROM commitments
  WHERE fund_id = NEW.fund_id AND agreement_id = NEW.agreement_id AND key = NEW.commitment_key;
  IF NEW.state <> 'recorded' OR v_kind = 'money' OR (v_kind = 'goods' AND NEW.quantity <> trunc(NEW.quantity)) THEN
    RAISE EXCEPTION 'delivery % is no record of goods or days', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_deliveries_of_goods_or_days', TABLE = 'commitment_deliveries';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER delivery_checked BEFORE INSERT OR UPDATE ON commitment_deliveries FOR EACH ROW EXECUTE FUNCTION check_delivery();
--> statement-breakpoint
ALTER TABLE commitment_deliveries ENABLE ALWAYS TRIGGER delivery_checked;

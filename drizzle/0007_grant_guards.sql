-- A person or a bank sends an order back to be approved again (D4).
INSERT INTO state_transitions (machine, from_state, to_state) VALUES ('disbursement', 'ordered', 'requested');
--> statement-breakpoint

-- The grant's counters follow its disbursements, whoever writes them (D7); `grants_never_overpaid` judges the sum.
CREATE FUNCTION count_disbursement_against_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_engaged bigint := 0;
  v_paid bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state IN ('requested', 'authorised', 'ordered', 'sent') THEN v_engaged := -OLD.amount_cents; END IF;
    IF OLD.state = 'paid' THEN v_paid := -OLD.amount_cents; END IF;
  END IF;
  IF NEW.state IN ('requested', 'authorised', 'ordered', 'sent') THEN v_engaged := v_engaged + NEW.amount_cents; END IF;
  IF NEW.state = 'paid' THEN v_paid := v_paid + NEW.amount_cents; END IF;
  IF v_engaged <> 0 OR v_paid <> 0 THEN
    UPDATE grants SET engaged_cents = engaged_cents + v_engaged, paid_cents = paid_cents + v_paid
    WHERE fund_id = NEW.fund_id AND id = NEW.grant_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER disbursement_counted AFTER INSERT OR UPDATE OF state, amount_cents ON disbursements
  FOR EACH ROW EXECUTE FUNCTION count_disbursement_against_grant();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER disbursement_counted;
--> statement-breakpoint

-- What was approved, by whom and under which agreement decides how far an order may go (D3, D4).
CREATE FUNCTION check_disbursement_step() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_approvals bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'requested' THEN
      RAISE EXCEPTION 'a disbursement starts as requested, not %', NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_start_requested', TABLE = 'disbursements';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.fund_id, OLD.id, OLD.grant_id, OLD.requested_by, OLD.end_to_end_id)
     IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.grant_id, NEW.requested_by, NEW.end_to_end_id) THEN
    RAISE EXCEPTION 'disbursement % keeps its grant, author and identifiers', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_content_frozen', TABLE = 'disbursements';
  END IF;
  IF (OLD.amount_cents, OLD.rail, OLD.bank_account_id, OLD.stripe_account_id, OLD.purpose, OLD.content_hash)
     IS DISTINCT FROM (NEW.amount_cents, NEW.rail, NEW.bank_account_id, NEW.stripe_account_id, NEW.purpose, NEW.content_hash)
     AND (OLD.state NOT IN ('requested', 'authorised') OR NEW.state <> 'requested' OR EXISTS (
       SELECT FROM disbursement_approvals WHERE fund_id = OLD.fund_id AND disbursement_id = OLD.id AND voided_at IS NULL)) THEN
    RAISE EXCEPTION 'disbursement % was approved as it stands', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_content_frozen', TABLE = 'disbursements';
  END IF;
  IF (OLD.payment_file_id IS NOT NULL AND OLD.payment_file_id IS DISTINCT FROM NEW.payment_file_id)
     OR (OLD.stripe_transfer_id IS NOT NULL AND OLD.stripe_transfer_id IS DISTINCT FROM NEW.stripe_transfer_id) THEN
    RAISE EXCEPTION 'disbursement % was sent already', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_sent_once', TABLE = 'disbursements';
  END IF;
  IF OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('authorised', 'ordered', 'sent') THEN
    SELECT count(*) INTO v_approvals FROM disbursement_approvals
    WHERE fund_id = NEW.fund_id AND disbursement_id = NEW.id AND voided_at IS NULL AND content_hash = NEW.content_hash
      AND (step = 'authorise' OR NEW.state <> 'authorised');
    IF v_approvals < (CASE NEW.state WHEN 'authorised' THEN 1 ELSE 2 END) THEN
      RAISE EXCEPTION 'disbursement % lacks approvals to be %', NEW.id, NEW.state
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_approved_by_two', TABLE = 'disbursements';
    END IF;
    IF NOT EXISTS (SELECT FROM grants WHERE fund_id = NEW.fund_id AND id = NEW.grant_id AND fund_signed_at IS NOT NULL) THEN
      RAISE EXCEPTION 'the agreement of disbursement % is not signed', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_agreement_signed', TABLE = 'disbursements';
    END IF;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER disbursement_step BEFORE INSERT OR UPDATE ON disbursements FOR EACH ROW EXECUTE FUNCTION check_disbursement_step();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER disbursement_step;
--> statement-breakpoint

-- Who approves neither asked for the money nor belongs to the holder or to a partner that matched the campaign (D3);
-- an approval names the content as it is, and only ever changes by being voided (D4).
CREATE FUNCTION check_disbursement_approval() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_disbursement record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.voided_at IS NOT NULL OR NEW.voided_at IS NULL
       OR to_jsonb(OLD) - 'voided_at' IS DISTINCT FROM to_jsonb(NEW) - 'voided_at' THEN
      RAISE EXCEPTION 'approval % can only be voided, once', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursement_approvals_frozen', TABLE = 'disbursement_approvals';
    END IF;
    RETURN NEW;
  END IF;
  SELECT d.requested_by, d.content_hash, g.organisation_id, g.campaign_id INTO v_disbursement
  FROM disbursements d JOIN grants g ON g.fund_id = d.fund_id AND g.id = d.grant_id
  WHERE d.fund_id = NEW.fund_id AND d.id = NEW.disbursement_id;
  IF FOUND AND v_disbursement.content_hash <> NEW.content_hash THEN
    RAISE EXCEPTION 'approval of another content of disbursement %', NEW.disbursement_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursement_approvals_of_this_content', TABLE = 'disbursement_approvals';
  END IF;
  IF FOUND AND (v_disbursement.requested_by = NEW.user_id OR EXISTS (
    SELECT FROM organisation_members o
    WHERE o.user_id = NEW.user_id AND (o.organisation_id = v_disbursement.organisation_id OR o.organisation_id IN (
      SELECT a.partner_id FROM matches m
      JOIN matching_pots p ON p.fund_id = m.fund_id AND p.id = m.pot_id
      JOIN cooperation_agreements a ON a.fund_id = p.fund_id AND a.id = p.agreement_id
      WHERE m.fund_id = NEW.fund_id AND m.campaign_id = v_disbursement.campaign_id AND m.state IN ('committed', 'paid'))))) THEN
    RAISE EXCEPTION 'user % is not independent of disbursement %', NEW.user_id, NEW.disbursement_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursement_approvals_independent', TABLE = 'disbursement_approvals';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER disbursement_approval BEFORE INSERT OR UPDATE ON disbursement_approvals
  FOR EACH ROW EXECUTE FUNCTION check_disbursement_approval();
--> statement-breakpoint
ALTER TABLE disbursement_approvals ENABLE ALWAYS TRIGGER disbursement_approval;
--> statement-breakpoint

-- A bank line stays as the bank wrote it; it is only ever booked, once (R3).
CREATE FUNCTION check_bank_line_change() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'open' OR to_jsonb(OLD) - 'state' - 'entry_key' IS DISTINCT FROM to_jsonb(NEW) - 'state' - 'entry_key' THEN
    RAISE EXCEPTION 'bank line % stays as it is', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_lines_frozen', TABLE = 'bank_lines';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER bank_line_change BEFORE UPDATE ON bank_lines FOR EACH ROW EXECUTE FUNCTION check_bank_line_change();
--> statement-breakpoint
ALTER TABLE bank_lines ENABLE ALWAYS TRIGGER bank_line_change;
--> statement-breakpoint

-- Files and statements never change; nothing of a payment's history is ever deleted (R2).
DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['payment_files', 'bank_statements']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', kept);
  END LOOP;
  FOREACH kept IN ARRAY ARRAY['grants', 'disbursements', 'disbursement_approvals', 'bank_lines', 'differences']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', kept);
  END LOOP;
END $$;

-- Instalments, evidence and its files: written in announced transactions, never deleted where they were shown to anybody.
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['instalment_templates', 'instalments', 'instalment_evidence', 'evidence_files',
    'instalment_reminders', 'stored_files']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['instalment_templates', 'instalment_reminders', 'stored_files']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['instalment_evidence', 'evidence_files']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON instalment_templates, instalment_reminders, stored_files FROM fund_app;
--> statement-breakpoint
REVOKE DELETE ON instalment_evidence, evidence_files FROM fund_app;
--> statement-breakpoint
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('instalment_evidence', 'draft', 'sent'), ('instalment_evidence', 'sent', 'accepted'),
  ('instalment_evidence', 'sent', 'refused'), ('instalment_evidence', 'accepted', 'refused');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON instalment_evidence FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('instalment_evidence');
--> statement-breakpoint

-- What the fund signed stays: afterwards an instalment is only extended or cancelled (D2).
CREATE FUNCTION keep_signed_instalment() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM grants WHERE fund_id = coalesce(NEW.fund_id, OLD.fund_id)
      AND id = coalesce(NEW.grant_id, OLD.grant_id) AND fund_signed_at IS NOT NULL)
     AND (TG_OP <> 'UPDATE' OR OLD.cancelled_at IS NOT NULL
       OR to_jsonb(OLD) - '{due_on,cancelled_at,cancelled_reason}'::text[]
          IS DISTINCT FROM to_jsonb(NEW) - '{due_on,cancelled_at,cancelled_reason}'::text[]) THEN
    RAISE EXCEPTION 'the instalments of a signed grant stay as both sides signed them'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'instalments_signed', TABLE = 'instalments';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
--> statement-breakpoint
CREATE TRIGGER signed_stays BEFORE INSERT OR UPDATE OR DELETE ON instalments FOR EACH ROW EXECUTE FUNCTION keep_signed_instalment();
--> statement-breakpoint
ALTER TABLE instalments ENABLE ALWAYS TRIGGER signed_stays;
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON instalments FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE instalments ENABLE ALWAYS TRIGGER never_emptied;
--> statement-breakpoint

-- Evidence reads as it was sent: only its answer is added (D4).
CREATE FUNCTION keep_sent_evidence() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' AND to_jsonb(OLD) - '{state,decided_by,decided_at,reason}'::text[]
     IS DISTINCT FROM to_jsonb(NEW) - '{state,decided_by,decided_at,reason}'::text[] THEN
    RAISE EXCEPTION 'evidence % stays as it was sent', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'instalment_evidence_sent_stays', TABLE = 'instalment_evidence';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER sent_stays BEFORE UPDATE ON instalment_evidence FOR EACH ROW EXECUTE FUNCTION keep_sent_evidence();
--> statement-breakpoint
ALTER TABLE instalment_evidence ENABLE ALWAYS TRIGGER sent_stays;
--> statement-breakpoint
CREATE FUNCTION keep_sent_file() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM instalment_evidence WHERE fund_id = NEW.fund_id AND id = NEW.evidence_id AND state = 'draft')
     OR (TG_OP = 'UPDATE' AND (OLD.removed_at IS NOT NULL
       OR to_jsonb(OLD) - 'removed_at' IS DISTINCT FROM to_jsonb(NEW) - 'removed_at')) THEN
    RAISE EXCEPTION 'files of evidence % stay as they were sent', NEW.evidence_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_files_sent_stay', TABLE = 'evidence_files';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER sent_stays BEFORE INSERT OR UPDATE ON evidence_files FOR EACH ROW EXECUTE FUNCTION keep_sent_file();
--> statement-breakpoint
ALTER TABLE evidence_files ENABLE ALWAYS TRIGGER sent_stays;
--> statement-breakpoint

-- Whether everything an instalment waits for is there: its own evidence, and that of all before it (D2).
CREATE FUNCTION instalment_is_open(p_fund uuid, p_instalment uuid, p_paying boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM instalments i WHERE i.fund_id = p_fund AND i.id = p_instalment AND i.cancelled_at IS NULL AND NOT EXISTS (
      SELECT FROM instalments before
      WHERE before.fund_id = i.fund_id AND before.grant_id = i.grant_id AND before.cancelled_at IS NULL
        AND before.evidence_asked IS NOT NULL
        AND (before.number < i.number OR (p_paying AND before.number = i.number))
        AND NOT EXISTS (SELECT FROM instalment_evidence e
          WHERE e.fund_id = before.fund_id AND e.instalment_id = before.id AND e.state = 'accepted')))
$$;
--> statement-breakpoint
CREATE FUNCTION check_disbursement_instalment() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.instalment_id IS DISTINCT FROM NEW.instalment_id THEN
      RAISE EXCEPTION 'disbursement % keeps its instalment', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_content_frozen', TABLE = 'disbursements';
    END IF;
    IF OLD.state IS NOT DISTINCT FROM NEW.state OR NEW.state NOT IN ('authorised', 'ordered', 'sent') THEN RETURN NEW; END IF;
    IF OLD.transfer_started_at IS NOT NULL THEN RETURN NEW; END IF;
  END IF;
  IF NOT instalment_is_open(NEW.fund_id, NEW.instalment_id, true) THEN
    RAISE EXCEPTION 'instalment % is not open for payment', NEW.instalment_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_instalment_open', TABLE = 'disbursements';
  END IF;
  IF EXISTS (SELECT FROM grants WHERE fund_id = NEW.fund_id AND id = NEW.grant_id AND suspended_at IS NOT NULL) THEN
    RAISE EXCEPTION 'the payments of grant % are suspended', NEW.grant_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'disbursements_grant_suspended', TABLE = 'disbursements';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER disbursement_instalment BEFORE INSERT OR UPDATE ON disbursements
  FOR EACH ROW EXECUTE FUNCTION check_disbursement_instalment();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER disbursement_instalment;

DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['schedule_amendments', 'spending_report_files'] LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE DELETE ON schedule_amendments, spending_report_files FROM fund_app;
--> statement-breakpoint
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('refund_request', 'asked', 'withdrawn'), ('refund_request', 'proposed', 'withdrawn');
--> statement-breakpoint

-- Files of a report that was handed in stay with it.
CREATE FUNCTION keep_report_file() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM spending_reports WHERE fund_id = NEW.fund_id AND id = NEW.report_id
      AND state IN ('draft', 'changes_requested'))
     OR (TG_OP = 'UPDATE' AND (OLD.removed_at IS NOT NULL
       OR to_jsonb(OLD) - 'removed_at' IS DISTINCT FROM to_jsonb(NEW) - 'removed_at')) THEN
    RAISE EXCEPTION 'files of report % stay as they were handed in', NEW.report_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'spending_report_files_handed_in', TABLE = 'spending_report_files';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER handed_in BEFORE INSERT OR UPDATE ON spending_report_files FOR EACH ROW EXECUTE FUNCTION keep_report_file();
--> statement-breakpoint
ALTER TABLE spending_report_files ENABLE ALWAYS TRIGGER handed_in;
--> statement-breakpoint

-- An amendment reads as it was proposed, and shares out what its instalments had together: no more, no less (A3).
CREATE FUNCTION check_schedule_amendment() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.fund_signed_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
      OR (OLD.holder_signed_at IS NOT NULL
        AND (OLD.holder_signed_at, OLD.holder_signed_by) IS DISTINCT FROM (NEW.holder_signed_at, NEW.holder_signed_by))
      OR to_jsonb(OLD) - '{holder_signed_at,holder_signed_by,fund_signed_at,fund_signed_by,withdrawn_at,withdrawn_by}'::text[]
        IS DISTINCT FROM
         to_jsonb(NEW) - '{holder_signed_at,holder_signed_by,fund_signed_at,fund_signed_by,withdrawn_at,withdrawn_by}'::text[] THEN
      RAISE EXCEPTION 'amendment % stays as it was proposed', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'schedule_amendments_frozen', TABLE = 'schedule_amendments';
    END IF;
  ELSIF (SELECT count(*) = 0 OR count(*) <> count(i.id) OR sum(line.share) <> sum(i.share)
      FROM jsonb_to_recordset(NEW.lines) AS line(id uuid, share bigint)
      LEFT JOIN instalments i ON i.fund_id = NEW.fund_id AND i.grant_id = NEW.grant_id AND i.id = line.id) THEN
    RAISE EXCEPTION 'amendment % does not share out the whole', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'schedule_amendments_whole', TABLE = 'schedule_amendments';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER proposed_stays BEFORE INSERT OR UPDATE ON schedule_amendments FOR EACH ROW
  EXECUTE FUNCTION check_schedule_amendment();
--> statement-breakpoint
ALTER TABLE schedule_amendments ENABLE ALWAYS TRIGGER proposed_stays;
--> statement-breakpoint

-- What the fund signed stays: afterwards an instalment is extended, cancelled, or given the share of an amendment that
-- both sides signed, as long as nothing of it was asked for (D2).
CREATE OR REPLACE FUNCTION keep_signed_instalment() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_free text[] := '{due_on,cancelled_at,cancelled_reason,returned_cents,given_back_cents}';
BEGIN
  IF NOT EXISTS (SELECT FROM grants WHERE fund_id = coalesce(NEW.fund_id, OLD.fund_id)
      AND id = coalesce(NEW.grant_id, OLD.grant_id) AND fund_signed_at IS NOT NULL) THEN
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.cancelled_at IS NULL AND OLD.share <> NEW.share
    AND EXISTS (SELECT FROM schedule_amendments a, jsonb_to_recordset(a.lines) AS line(id uuid, share bigint)
      WHERE a.fund_id = NEW.fund_id AND a.grant_id = NEW.grant_id AND a.fund_signed_at IS NOT NULL
        AND line.id = NEW.id AND line.share = NEW.share)
    AND NOT EXISTS (SELECT FROM disbursements d WHERE d.fund_id = NEW.fund_id AND d.instalment_id = NEW.id
      AND d.state IN ('requested', 'authorised', 'ordered', 'sent', 'paid')) THEN
    v_free := v_free || '{share}';
  END IF;
  IF TG_OP <> 'UPDATE' OR to_jsonb(OLD) - v_free IS DISTINCT FROM to_jsonb(NEW) - v_free
    OR (OLD.cancelled_at IS NOT NULL AND to_jsonb(OLD) - '{returned_cents,given_back_cents}'::text[]
      IS DISTINCT FROM to_jsonb(NEW) - '{returned_cents,given_back_cents}'::text[]) THEN
    RAISE EXCEPTION 'the instalments of a signed grant stay as both sides signed them'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'instalments_signed', TABLE = 'instalments';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint

-- Money of a cancelled instalment that comes back is counted on it, whoever writes the return: nobody can ask for it any
-- more, so that it goes on to where the grant's money came from.
CREATE FUNCTION count_return_of_cancelled() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_back bigint := (CASE WHEN NEW.state = 'returned' THEN NEW.amount_cents ELSE NEW.reversed_cents END)
    - (CASE WHEN OLD.state = 'returned' THEN OLD.amount_cents ELSE OLD.reversed_cents END);
BEGIN
  IF v_back > 0 THEN
    UPDATE instalments SET returned_cents = returned_cents + v_back
    WHERE fund_id = NEW.fund_id AND id = NEW.instalment_id AND cancelled_at IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER return_of_cancelled AFTER UPDATE OF state, reversed_cents ON disbursements
  FOR EACH ROW EXECUTE FUNCTION count_return_of_cancelled();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER return_of_cancelled;

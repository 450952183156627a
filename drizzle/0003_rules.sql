-- A project's budget and its funding plan each add up to its total.
CREATE FUNCTION check_project_balanced() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_row jsonb := to_jsonb(coalesce(NEW, OLD));
  v_fund uuid := v_row->>'fund_id';
  v_project uuid := CASE WHEN TG_TABLE_NAME = 'projects' THEN v_row->>'id' ELSE v_row->>'project_id' END;
  v_total bigint;
BEGIN
  SELECT total_cents INTO v_total FROM projects WHERE fund_id = v_fund AND id = v_project;
  IF v_total <> (SELECT coalesce(sum(amount_cents), 0) FROM budget_lines WHERE fund_id = v_fund AND project_id = v_project) THEN
    RAISE EXCEPTION 'budget lines of project % do not add up to %', v_project, v_total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_budget_adds_up', TABLE = 'projects';
  END IF;
  IF v_total <> (SELECT coalesce(sum(amount_cents), 0) FROM funding_lines WHERE fund_id = v_fund AND project_id = v_project) THEN
    RAISE EXCEPTION 'funding plan of project % does not add up to %', v_project, v_total
      USING ERRCODE = 'check_violation', CONSTRAINT = 'projects_funding_adds_up', TABLE = 'projects';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER project_balanced AFTER INSERT OR UPDATE ON projects DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_project_balanced();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER budget_balanced AFTER INSERT OR UPDATE OR DELETE ON budget_lines DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_project_balanced();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER funding_balanced AFTER INSERT OR UPDATE OR DELETE ON funding_lines DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION check_project_balanced();
--> statement-breakpoint

-- A refund counts against its capture at once (F1); late money was never captured.
CREATE FUNCTION count_refund_against_capture() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.reason <> 'late_money' THEN
    UPDATE pledges SET returned_cents = returned_cents + NEW.amount_cents WHERE fund_id = NEW.fund_id AND id = NEW.pledge_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER refund_counted AFTER INSERT ON refunds FOR EACH ROW EXECUTE FUNCTION count_refund_against_capture();
--> statement-breakpoint

-- State machines (P2, P3, M4, D8): a change that is not a row here is refused.
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('pledge', 'draft', 'authorised'), ('pledge', 'draft', 'charging'), ('pledge', 'draft', 'captured'),
  ('pledge', 'draft', 'cancelled'), ('pledge', 'draft', 'expired'), ('pledge', 'draft', 'failed'),
  ('pledge', 'authorised', 'charging'), ('pledge', 'authorised', 'cancelled'),
  ('pledge', 'charging', 'captured'), ('pledge', 'charging', 'action_required'), ('pledge', 'charging', 'failed'),
  ('pledge', 'action_required', 'charging'), ('pledge', 'action_required', 'captured'), ('pledge', 'action_required', 'failed'),
  ('campaign', 'draft', 'submitted'), ('campaign', 'submitted', 'changes_requested'), ('campaign', 'submitted', 'approved'),
  ('campaign', 'changes_requested', 'submitted'), ('campaign', 'approved', 'scheduled'), ('campaign', 'scheduled', 'live'),
  ('campaign', 'live', 'settling'), ('campaign', 'settling', 'succeeded'), ('campaign', 'settling', 'failed'),
  ('campaign', 'draft', 'cancelled'), ('campaign', 'submitted', 'cancelled'), ('campaign', 'changes_requested', 'cancelled'),
  ('campaign', 'approved', 'cancelled'), ('campaign', 'scheduled', 'cancelled'), ('campaign', 'live', 'cancelled'),
  ('campaign', 'live', 'suspended'), ('campaign', 'suspended', 'live'), ('campaign', 'suspended', 'cancelled'),
  ('match', 'reserved', 'committed'), ('match', 'reserved', 'released'),
  ('match', 'committed', 'paid'), ('match', 'committed', 'reversed'), ('match', 'paid', 'clawback_due'),
  ('charge_attempt', 'started', 'succeeded'), ('charge_attempt', 'started', 'pending'),
  ('charge_attempt', 'started', 'declined'), ('charge_attempt', 'started', 'action_required'),
  ('charge_attempt', 'pending', 'succeeded'), ('charge_attempt', 'pending', 'declined'),
  ('charge_attempt', 'action_required', 'succeeded'), ('charge_attempt', 'action_required', 'pending'),
  ('charge_attempt', 'action_required', 'declined'),
  ('refund', 'requested', 'pending'), ('refund', 'requested', 'succeeded'), ('refund', 'requested', 'failed'),
  ('refund', 'pending', 'succeeded'), ('refund', 'pending', 'failed'), ('refund', 'succeeded', 'failed'),
  ('settlement', 'charging', 'decided'),
  ('disbursement', 'requested', 'authorised'), ('disbursement', 'authorised', 'ordered'), ('disbursement', 'ordered', 'sent'),
  ('disbursement', 'sent', 'paid'), ('disbursement', 'sent', 'returned'), ('disbursement', 'paid', 'returned'),
  ('disbursement', 'requested', 'refused'), ('disbursement', 'authorised', 'refused'), ('disbursement', 'authorised', 'requested'),
  ('disbursement', 'requested', 'cancelled'), ('disbursement', 'authorised', 'cancelled'), ('disbursement', 'ordered', 'cancelled'),
  ('difference', 'open', 'explained'), ('difference', 'open', 'closed'), ('difference', 'explained', 'closed'),
  ('difference', 'explained', 'open');
--> statement-breakpoint
CREATE FUNCTION refuse_unknown_transition() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM state_transitions WHERE machine = TG_ARGV[0] AND from_state = OLD.state AND to_state = NEW.state)
  THEN
    RAISE EXCEPTION '% may not go from % to %', TG_ARGV[0], OLD.state, NEW.state
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_state_transition', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DO $$
DECLARE machine text[];
BEGIN
  FOREACH machine SLICE 1 IN ARRAY ARRAY[
    ['pledges', 'pledge'], ['campaigns', 'campaign'], ['matches', 'match'], ['charge_attempts', 'charge_attempt'],
    ['refunds', 'refund'], ['settlements', 'settlement'], ['disbursements', 'disbursement'], ['differences', 'difference']]
  LOOP
    EXECUTE format(
      'CREATE TRIGGER state_transition BEFORE UPDATE OF state ON %I FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition(%L)',
      machine[1], machine[2]);
  END LOOP;
END $$;

-- What of a disbursement is engaged and paid, less what was taken back, is counted in one update of its grant: in two, a
-- transfer wholly returned passed through a sum that a grant shrunk meanwhile refuses.
DROP TRIGGER disbursement_back_counted ON disbursements;
--> statement-breakpoint
DROP FUNCTION count_reversal_against_grant();
--> statement-breakpoint
DROP TRIGGER disbursement_counted ON disbursements;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION count_disbursement_against_grant() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_engaged bigint := 0;
  v_paid bigint := 0;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state IN ('requested', 'authorised', 'ordered', 'sent') THEN v_engaged := -OLD.amount_cents; END IF;
    IF OLD.state = 'paid' THEN v_paid := OLD.reversed_cents - OLD.amount_cents; END IF;
  END IF;
  IF NEW.state IN ('requested', 'authorised', 'ordered', 'sent') THEN v_engaged := v_engaged + NEW.amount_cents; END IF;
  IF NEW.state = 'paid' THEN v_paid := v_paid + NEW.amount_cents - NEW.reversed_cents; END IF;
  IF v_engaged <> 0 OR v_paid <> 0 THEN
    UPDATE grants SET engaged_cents = engaged_cents + v_engaged, paid_cents = paid_cents + v_paid
    WHERE fund_id = NEW.fund_id AND id = NEW.grant_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER disbursement_counted AFTER INSERT OR UPDATE OF state, amount_cents, reversed_cents ON disbursements
  FOR EACH ROW EXECUTE FUNCTION count_disbursement_against_grant();
--> statement-breakpoint
ALTER TABLE disbursements ENABLE ALWAYS TRIGGER disbursement_counted;

ALTER TABLE "commitment_deliveries" ADD COLUMN "unit_value_cents" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE OR REPLACE FUNCTION check_delivery() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
  SELECT kind, coalesce(unit_value_cents, 0) INTO v_kind, NEW.unit_value_cents FROM commitments
  WHERE fund_id = NEW.fund_id AND agreement_id = NEW.agreement_id AND key = NEW.commitment_key;
  NEW.unit_value_cents := coalesce(NEW.unit_value_cents, 0);
  IF NEW.state <> 'recorded' OR v_kind = 'money' OR (v_kind = 'goods' AND NEW.quantity <> trunc(NEW.quantity)) THEN
    RAISE EXCEPTION 'delivery % is no record of goods or days', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'commitment_deliveries_of_goods_or_days', TABLE = 'commitment_deliveries';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What was delivered before keeps the value of its receipt, or else what the agreement says now.
ALTER TABLE commitment_deliveries DISABLE TRIGGER delivery_checked;
--> statement-breakpoint
DO $$
BEGIN
  PERFORM set_config('app.tx', 'migration', true);
  UPDATE commitment_deliveries d SET unit_value_cents = coalesce(
    (SELECT (i.content #>> '{given,unitValueCents}')::bigint FROM tax_receipts i
      WHERE i.fund_id = d.fund_id AND i.delivery_id = d.id AND i.state = 'issued'), c.unit_value_cents, 0)
  FROM commitments c
  WHERE c.fund_id = d.fund_id AND c.agreement_id = d.agreement_id AND c.key = d.commitment_key;
  PERFORM set_config('app.tx', '', true);
END $$;
--> statement-breakpoint
ALTER TABLE commitment_deliveries ENABLE ALWAYS TRIGGER delivery_checked;

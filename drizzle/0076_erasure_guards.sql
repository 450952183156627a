-- Kept input is written in announced transactions only.
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['kept_forms', 'form_drafts']
  LOOP
    EXECUTE format('CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
-- X5: what a person wrote stays as it was, but for their erasure, which takes name, address and words away for good.
CREATE FUNCTION erases_person(was jsonb, becomes jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT becomes->>'email' LIKE 'efface-%@efface.invalid' AND becomes->>'name' = ''
    AND coalesce(becomes->>'phone', '') = ''
    AND coalesce(becomes->>'body', '…') IN ('…', was->>'body') AND coalesce(becomes->>'message', '…') IN ('…', was->>'message')
    AND was - '{email,name,phone,body,message}'::text[] = becomes - '{email,name,phone,body,message}'::text[]
$$;
--> statement-breakpoint
DROP TRIGGER answer_once ON contact_messages;
--> statement-breakpoint
CREATE TRIGGER answer_once BEFORE UPDATE ON contact_messages FOR EACH ROW
  WHEN (NOT erases_person(to_jsonb(OLD), to_jsonb(NEW))) EXECUTE FUNCTION answer_once();
--> statement-breakpoint
ALTER TABLE contact_messages ENABLE ALWAYS TRIGGER answer_once;
--> statement-breakpoint
DROP TRIGGER question_stands ON campaign_questions;
--> statement-breakpoint
CREATE TRIGGER question_stands BEFORE UPDATE ON campaign_questions FOR EACH ROW
  WHEN (NOT erases_person(to_jsonb(OLD), to_jsonb(NEW))) EXECUTE FUNCTION question_stands();
--> statement-breakpoint
ALTER TABLE campaign_questions ENABLE ALWAYS TRIGGER question_stands;
--> statement-breakpoint
DROP TRIGGER answer_offer ON need_offers;
--> statement-breakpoint
CREATE TRIGGER answer_offer BEFORE UPDATE ON need_offers FOR EACH ROW
  WHEN (NOT erases_person(to_jsonb(OLD), to_jsonb(NEW))) EXECUTE FUNCTION answer_offer();
--> statement-breakpoint
ALTER TABLE need_offers ENABLE ALWAYS TRIGGER answer_offer;
--> statement-breakpoint
-- Whom a receipt of an erased person names once nothing asks to keep it any more.
CREATE FUNCTION forgotten_donor(donor jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT '{"kind": "person", "givenName": "—", "familyName": "—", "address": {"line": "—", "postcode": "—", "town": "—", "country": "—"}}'::jsonb
    WHERE donor->>'kind' = 'person'
  UNION ALL SELECT donor WHERE donor->>'kind' IS DISTINCT FROM 'person'
$$;
--> statement-breakpoint
-- T1, X5: a receipt is never changed. Six years after its year an erased donor's name may be taken from it.
CREATE OR REPLACE FUNCTION refuse_receipt_rewrite() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND extract(year FROM fund_now() AT TIME ZONE 'Europe/Paris') > OLD.year + 6
    AND NEW.content = jsonb_set(OLD.content, '{donor}', forgotten_donor(OLD.content->'donor'))
    AND to_jsonb(NEW) - 'content' = to_jsonb(OLD) - 'content'
  THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.state = 'cancelled'
    OR (NEW.fund_id, NEW.id, NEW.year, NEW.number, NEW.pledge_id, NEW.funding_id, NEW.delivery_id, NEW.form, NEW.amount_cents,
        NEW.credited_on, NEW.content, NEW.issued_at, NEW.replaces_id)
      IS DISTINCT FROM (OLD.fund_id, OLD.id, OLD.year, OLD.number, OLD.pledge_id, OLD.funding_id, OLD.delivery_id, OLD.form,
        OLD.amount_cents, OLD.credited_on, OLD.content, OLD.issued_at, OLD.replaces_id)
  THEN
    RAISE EXCEPTION 'a receipt is cancelled or replaced, never changed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'tax_receipts_never_rewritten', TABLE = 'tax_receipts';
  END IF;
  RETURN NEW;
END $$;

-- X5: an erasure takes away what was said to a person too, and withdraws what still waits for an answer: nobody is there
-- to hear it. Nothing else withdraws.
CREATE OR REPLACE FUNCTION erases_person(was jsonb, becomes jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT becomes->>'email' LIKE 'efface-%@efface.invalid' AND becomes->>'name' = ''
    AND coalesce(becomes->>'phone', '') = ''
    AND NOT EXISTS (SELECT FROM unnest('{body,message,answer,refusal,word}'::text[]) AS text_of
      WHERE becomes->>text_of IS DISTINCT FROM was->>text_of AND (becomes->>text_of <> '…' OR was->>text_of IS NULL))
    AND was - '{email,name,phone,body,message,answer,refusal,word}'::text[]
      = becomes - '{email,name,phone,body,message,answer,refusal,word}'::text[]
$$;
--> statement-breakpoint
DROP TRIGGER question_stands ON campaign_questions;
--> statement-breakpoint
CREATE TRIGGER question_stands BEFORE UPDATE ON campaign_questions FOR EACH ROW
  WHEN (NOT erases_person(to_jsonb(OLD) - 'withdrawn_at', to_jsonb(NEW) - 'withdrawn_at')
    OR (NEW.withdrawn_at IS NULL) = (OLD.answered_at IS NULL AND OLD.refused_at IS NULL))
  EXECUTE FUNCTION question_stands();
--> statement-breakpoint
ALTER TABLE campaign_questions ENABLE ALWAYS TRIGGER question_stands;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION answer_offer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'open' OR NEW.state = 'withdrawn'
     OR to_jsonb(NEW) - '{state,accepted_quantity,word,answered_by,answered_at}'::text[]
       <> to_jsonb(OLD) - '{state,accepted_quantity,word,answered_by,answered_at}'::text[] THEN
    RAISE EXCEPTION 'offer % stays as it was made, and has one answer', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'need_offers_answered_once', TABLE = 'need_offers';
  END IF;
  IF NEW.state = 'accepted' THEN
    UPDATE needs_in_kind SET accepted = accepted + NEW.accepted_quantity
    WHERE (fund_id, campaign_id, position) = (NEW.fund_id, NEW.campaign_id, NEW.position);
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DROP TRIGGER answer_offer ON need_offers;
--> statement-breakpoint
CREATE TRIGGER answer_offer BEFORE UPDATE ON need_offers FOR EACH ROW
  WHEN (NOT erases_person(to_jsonb(OLD) - 'state', to_jsonb(NEW) - 'state')
    OR NEW.state <> CASE OLD.state WHEN 'open' THEN 'withdrawn' ELSE OLD.state END)
  EXECUTE FUNCTION answer_offer();
--> statement-breakpoint
ALTER TABLE need_offers ENABLE ALWAYS TRIGGER answer_offer;
--> statement-breakpoint
-- What waited for an answer when its person was erased before this rule.
DO $$
BEGIN
  PERFORM set_config('app.tx', 'migration', true);
  UPDATE need_offers SET state = 'withdrawn' WHERE state = 'open' AND email LIKE 'efface-%@efface.invalid';
  UPDATE campaign_questions SET withdrawn_at = fund_now()
    WHERE email LIKE 'efface-%@efface.invalid' AND answered_at IS NULL AND refused_at IS NULL;
  PERFORM set_config('app.tx', '', true);
END $$;

-- What is written only once: published news, what was submitted, who was written to, what was handed over.
CREATE FUNCTION pg_temp.keep(kept text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', kept);
  EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', kept);
  EXECUTE format('REVOKE UPDATE, DELETE ON %I FROM fund_app', kept);
END $$;
--> statement-breakpoint
SELECT pg_temp.keep(one) FROM unnest(ARRAY['campaign_updates', 'campaign_update_hidings', 'campaign_update_letters',
  'reward_deliveries', 'campaign_submissions']) AS one;
--> statement-breakpoint
DROP FUNCTION pg_temp.keep(text);
--> statement-breakpoint
-- What has an answer to come is changed by it, and never deleted.
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['campaign_news_choices', 'campaign_questions', 'need_offers']
  LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
    EXECUTE format('REVOKE DELETE ON %I FROM fund_app', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['campaign_updates', 'campaign_update_hidings', 'campaign_update_letters', 'reward_deliveries',
    'campaign_submissions', 'campaign_news_choices', 'campaign_questions', 'need_offers']
  LOOP
    EXECUTE format('CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
-- A question stays as it was asked. It is answered once, while it is not refused, and refused once.
CREATE FUNCTION question_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF to_jsonb(NEW) - '{answer,answered_by,answered_at,refusal,refused_by,refused_at}'::text[]
     <> to_jsonb(OLD) - '{answer,answered_by,answered_at,refusal,refused_by,refused_at}'::text[]
     OR (OLD.refused_at IS NOT NULL OR OLD.answered_at IS NOT NULL)
       AND (OLD.answer, OLD.answered_by, OLD.answered_at) IS DISTINCT FROM (NEW.answer, NEW.answered_by, NEW.answered_at)
     OR OLD.refused_at IS NOT NULL
       AND (OLD.refusal, OLD.refused_by, OLD.refused_at) IS DISTINCT FROM (NEW.refusal, NEW.refused_by, NEW.refused_at) THEN
    RAISE EXCEPTION 'question % stays as it was asked and answered', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_questions_answered_once', TABLE = 'campaign_questions';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER question_stands BEFORE UPDATE ON campaign_questions FOR EACH ROW EXECUTE FUNCTION question_stands();
--> statement-breakpoint
ALTER TABLE campaign_questions ENABLE ALWAYS TRIGGER question_stands;
--> statement-breakpoint
-- An offer is answered once; what is accepted counts on its need, whose CHECK refuses more than is needed.
CREATE FUNCTION answer_offer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'open'
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
CREATE TRIGGER answer_offer BEFORE UPDATE ON need_offers FOR EACH ROW EXECUTE FUNCTION answer_offer();
--> statement-breakpoint
ALTER TABLE need_offers ENABLE ALWAYS TRIGGER answer_offer;
--> statement-breakpoint
CREATE FUNCTION offer_begins_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'an offer begins without an answer'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'need_offers_begin_open', TABLE = 'need_offers';
END $$;
--> statement-breakpoint
CREATE TRIGGER begins_open BEFORE INSERT ON need_offers FOR EACH ROW WHEN (NEW.state <> 'open')
  EXECUTE FUNCTION offer_begins_open();
--> statement-breakpoint
ALTER TABLE need_offers ENABLE ALWAYS TRIGGER begins_open;
--> statement-breakpoint
-- A correction is of an update of the same campaign.
CREATE FUNCTION correction_of_own_campaign() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM campaign_updates u WHERE u.fund_id = NEW.fund_id AND u.id = NEW.corrects
    AND u.campaign_id = NEW.campaign_id AND u.corrects IS NULL) THEN
    RAISE EXCEPTION 'a correction is of an update of the same campaign'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'campaign_updates_corrects_own', TABLE = 'campaign_updates';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER corrects_own BEFORE INSERT ON campaign_updates FOR EACH ROW WHEN (NEW.corrects IS NOT NULL)
  EXECUTE FUNCTION correction_of_own_campaign();
--> statement-breakpoint
ALTER TABLE campaign_updates ENABLE ALWAYS TRIGGER corrects_own;

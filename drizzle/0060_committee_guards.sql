-- The money of a decided own grant stands on an account of its own until it joins a grant or goes back: what the
-- general pot does not hold cannot be promised (L3).
INSERT INTO account_kinds (kind, class, normal_side, bounded) VALUES ('fund:committed', 'own_funds', 'credit', true);
--> statement-breakpoint
INSERT INTO account_numbers (kind, valid_from, number, name, source) VALUES
  ('fund:committed', '2020-01-01', '102410', 'Fonds propres engagés par décision du comité', 'ANC 2018-06, compte 1024');
--> statement-breakpoint
INSERT INTO state_transitions (machine, from_state, to_state) VALUES
  ('own_grant_application', 'draft', 'submitted'), ('own_grant_application', 'changes_requested', 'submitted'),
  ('own_grant_application', 'submitted', 'changes_requested'), ('own_grant_application', 'submitted', 'admissible'),
  ('own_grant_application', 'submitted', 'refused'), ('own_grant_application', 'admissible', 'granted'),
  ('own_grant_application', 'admissible', 'refused'),
  ('committee_session', 'open', 'closed'), ('committee_session', 'closed', 'signed');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON own_grant_applications FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('own_grant_application');
--> statement-breakpoint
CREATE TRIGGER state_transition BEFORE UPDATE OF state ON committee_sessions FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION refuse_unknown_transition('committee_session');
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['own_grant_applications', 'committee_members', 'committee_criteria', 'committee_sessions',
    'session_applications', 'committee_conflicts', 'committee_scores', 'committee_votes', 'committee_decisions']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER announced_transaction', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['committee_criteria', 'session_applications', 'committee_conflicts', 'committee_votes', 'committee_decisions']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', guarded);
  END LOOP;
  FOREACH guarded IN ARRAY ARRAY['own_grant_applications', 'committee_members', 'committee_sessions', 'committee_scores']
  LOOP
    EXECUTE format(
      'CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_deleted', guarded);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON committee_criteria, session_applications, committee_conflicts, committee_votes, committee_decisions FROM fund_app;
--> statement-breakpoint

-- What was submitted is what is judged; an award once reserved goes one way, once.
CREATE FUNCTION check_own_grant_application() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (OLD.fund_id, OLD.id, OLD.project_id, OLD.created_by, OLD.created_at)
     IS DISTINCT FROM (NEW.fund_id, NEW.id, NEW.project_id, NEW.created_by, NEW.created_at)
     OR ((OLD.asked_cents, OLD.purpose, OLD.campaign_id) IS DISTINCT FROM (NEW.asked_cents, NEW.purpose, NEW.campaign_id)
       AND OLD.state NOT IN ('draft', 'changes_requested'))
     OR (OLD.awarded_cents IS NOT NULL AND OLD.awarded_cents IS DISTINCT FROM NEW.awarded_cents)
     OR (OLD.award_state IN ('granted', 'released') AND OLD.award_state IS DISTINCT FROM NEW.award_state)
     OR (OLD.grant_id IS NOT NULL AND OLD.grant_id IS DISTINCT FROM NEW.grant_id) THEN
    RAISE EXCEPTION 'application % stays as it was submitted and decided', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'own_grant_applications_frozen', TABLE = 'own_grant_applications';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER application_frozen BEFORE UPDATE ON own_grant_applications FOR EACH ROW EXECUTE FUNCTION check_own_grant_application();
--> statement-breakpoint
ALTER TABLE own_grant_applications ENABLE ALWAYS TRIGGER application_frozen;
--> statement-breakpoint

-- Terms and minutes of a session stand; a closed one only takes its two signatures.
CREATE FUNCTION check_committee_session() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF to_jsonb(OLD) - '{state,closed_at,minutes,minutes_hash,chair_signed_at,secretary_signed_at}'::text[]
     IS DISTINCT FROM to_jsonb(NEW) - '{state,closed_at,minutes,minutes_hash,chair_signed_at,secretary_signed_at}'::text[]
     OR (OLD.state <> 'open' AND (OLD.closed_at, OLD.minutes, OLD.minutes_hash) IS DISTINCT FROM (NEW.closed_at, NEW.minutes, NEW.minutes_hash))
     OR (OLD.chair_signed_at IS NOT NULL AND OLD.chair_signed_at IS DISTINCT FROM NEW.chair_signed_at)
     OR (OLD.secretary_signed_at IS NOT NULL AND OLD.secretary_signed_at IS DISTINCT FROM NEW.secretary_signed_at) THEN
    RAISE EXCEPTION 'session % stays as it was', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'committee_sessions_frozen', TABLE = 'committee_sessions';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_frozen BEFORE UPDATE ON committee_sessions FOR EACH ROW EXECUTE FUNCTION check_committee_session();
--> statement-breakpoint
ALTER TABLE committee_sessions ENABLE ALWAYS TRIGGER session_frozen;
--> statement-breakpoint

-- What happens in a session happens while it is open; its row is held, so that its close waits or comes first.
CREATE FUNCTION require_open_session() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT state INTO v_state FROM committee_sessions WHERE fund_id = NEW.fund_id AND id = NEW.session_id FOR SHARE;
  IF v_state IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'session % is not open', NEW.session_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'committee_sessions_open', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['session_applications', 'committee_conflicts', 'committee_scores', 'committee_votes', 'committee_decisions']
  LOOP
    EXECUTE format('CREATE TRIGGER a_session_open BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION require_open_session()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER a_session_open', guarded);
  END LOOP;
END $$;
--> statement-breakpoint

-- Whether a person is tied to an application: their own word, the holder's organisation, or a partner that matched it.
CREATE FUNCTION committee_conflict(p_fund uuid, p_session uuid, p_application uuid, p_user uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM committee_conflicts c
      WHERE (c.fund_id, c.session_id, c.application_id, c.user_id) = (p_fund, p_session, p_application, p_user)) THEN 'declared'
    WHEN EXISTS (SELECT FROM own_grant_applications a JOIN projects p ON p.fund_id = a.fund_id AND p.id = a.project_id
      JOIN organisation_members o ON o.organisation_id = p.organisation_id AND o.user_id = p_user
      WHERE a.fund_id = p_fund AND a.id = p_application) THEN 'holder'
    WHEN EXISTS (SELECT FROM own_grant_applications a
      JOIN matches m ON m.fund_id = a.fund_id AND m.campaign_id = a.campaign_id AND m.state IN ('reserved', 'committed', 'paid')
      JOIN matching_pots t ON t.fund_id = m.fund_id AND t.id = m.pot_id
      JOIN cooperation_agreements g ON g.fund_id = t.fund_id AND g.id = t.agreement_id
      JOIN organisation_members o ON o.organisation_id = g.partner_id AND o.user_id = p_user
      WHERE a.fund_id = p_fund AND a.id = p_application) THEN 'partner'
  END $$;
--> statement-breakpoint

-- Only a member in term scores and votes, never one who is tied to the application; nobody scores after voting.
CREATE FUNCTION check_committee_voice() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM committee_members m JOIN committee_sessions s ON s.fund_id = m.fund_id
    WHERE s.fund_id = NEW.fund_id AND s.id = NEW.session_id AND m.user_id = NEW.user_id
      AND s.held_on BETWEEN m.starts_on AND m.ends_on) THEN
    RAISE EXCEPTION 'user % is no member of session %', NEW.user_id, NEW.session_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'committee_voices_of_members', TABLE = TG_TABLE_NAME;
  END IF;
  IF TG_TABLE_NAME <> 'committee_conflicts'
     AND committee_conflict(NEW.fund_id, NEW.session_id, NEW.application_id, NEW.user_id) IS NOT NULL THEN
    RAISE EXCEPTION 'user % is tied to application %', NEW.user_id, NEW.application_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'committee_voices_independent', TABLE = TG_TABLE_NAME;
  END IF;
  -- One lock a member and application: a vote, a score and a declared tie come one after the other.
  PERFORM pg_advisory_xact_lock(hashtextextended(format('%s:%s:%s', NEW.session_id, NEW.application_id, NEW.user_id), 0));
  IF TG_TABLE_NAME <> 'committee_votes' AND EXISTS (SELECT FROM committee_votes v
    WHERE (v.fund_id, v.session_id, v.application_id, v.user_id) = (NEW.fund_id, NEW.session_id, NEW.application_id, NEW.user_id)) THEN
    RAISE EXCEPTION 'user % has voted on application %', NEW.user_id, NEW.application_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'committee_votes_final', TABLE = TG_TABLE_NAME;
  END IF;
  IF TG_TABLE_NAME = 'committee_votes'
     AND committee_conflict(NEW.fund_id, NEW.session_id, NEW.application_id, NEW.user_id) IS NOT NULL THEN
    RAISE EXCEPTION 'user % is tied to application %', NEW.user_id, NEW.application_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'committee_voices_independent', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['committee_conflicts', 'committee_scores', 'committee_votes']
  LOOP
    EXECUTE format('CREATE TRIGGER b_voice BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION check_committee_voice()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER b_voice', guarded);
  END LOOP;
END $$;
--> statement-breakpoint

-- A session grants no more than its envelope.
CREATE FUNCTION check_session_envelope() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF (SELECT sum(amount_cents) FROM committee_decisions WHERE fund_id = NEW.fund_id AND session_id = NEW.session_id)
     > (SELECT envelope_cents FROM committee_sessions WHERE fund_id = NEW.fund_id AND id = NEW.session_id) THEN
    RAISE EXCEPTION 'session % grants more than its envelope', NEW.session_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'committee_decisions_within_envelope', TABLE = 'committee_decisions';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER within_envelope AFTER INSERT ON committee_decisions FOR EACH ROW EXECUTE FUNCTION check_session_envelope();
--> statement-breakpoint
ALTER TABLE committee_decisions ENABLE ALWAYS TRIGGER within_envelope;

-- A message stays as it was written; it is answered once.
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON contact_messages
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE contact_messages ENABLE ALWAYS TRIGGER never_deleted;
--> statement-breakpoint
CREATE FUNCTION answer_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.answered_at IS NOT NULL
    OR to_jsonb(NEW) - ARRAY['answer', 'answered_by', 'answered_at'] <> to_jsonb(OLD) - ARRAY['answer', 'answered_by', 'answered_at']
  THEN
    RAISE EXCEPTION 'a message stays as it is, and has one answer'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'contact_messages_answered_once', TABLE = 'contact_messages';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER answer_once BEFORE UPDATE ON contact_messages FOR EACH ROW EXECUTE FUNCTION answer_once();
--> statement-breakpoint
ALTER TABLE contact_messages ENABLE ALWAYS TRIGGER answer_once;
--> statement-breakpoint
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON contact_messages
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE contact_messages ENABLE ALWAYS TRIGGER announced_transaction;

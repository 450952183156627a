CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON book_checks
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE book_checks ENABLE ALWAYS TRIGGER append_only;

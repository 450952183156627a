-- Who was reminded of what is written once.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON difference_reminders
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE difference_reminders ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON difference_reminders
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE difference_reminders ENABLE ALWAYS TRIGGER announced_transaction;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON difference_reminders FROM fund_app;

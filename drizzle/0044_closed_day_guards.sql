-- R4: a closed day stays as it was closed.
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON closed_days
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE closed_days ENABLE ALWAYS TRIGGER announced_transaction;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closed_days
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE closed_days ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON closed_days FROM fund_app;

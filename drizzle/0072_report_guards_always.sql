-- What guards a report that was handed in holds in a session that replays others' writes too.
ALTER TABLE spending_reports ENABLE ALWAYS TRIGGER handed_in;
--> statement-breakpoint
ALTER TABLE spending_report_lines ENABLE ALWAYS TRIGGER handed_in;
--> statement-breakpoint
ALTER TABLE spending_report_expenses ENABLE ALWAYS TRIGGER handed_in;
--> statement-breakpoint
DO $$
DECLARE guarded text;
BEGIN
  FOREACH guarded IN ARRAY ARRAY['spending_reports', 'spending_report_lines', 'spending_report_expenses'] LOOP
    EXECUTE format(
      'CREATE TRIGGER never_emptied BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', guarded);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER never_emptied', guarded);
  END LOOP;
END $$;

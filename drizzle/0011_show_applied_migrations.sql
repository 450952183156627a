-- The service says by `/health/ready` when this database is behind its code.
GRANT USAGE ON SCHEMA drizzle TO fund_app;
--> statement-breakpoint
GRANT SELECT ON drizzle.__drizzle_migrations TO fund_app;

-- X5: a name given for receipts stays as it was given, until its person is erased: without a receipt it goes at once,
-- with one when the receipt's own time is over.
DROP TRIGGER append_only ON receipt_identities;
--> statement-breakpoint
CREATE FUNCTION receipt_identity_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE kept_until integer := (SELECT max(year) + 6 FROM tax_receipts WHERE fund_id = OLD.fund_id AND pledge_id = OLD.pledge_id);
DECLARE is_erased boolean := EXISTS (SELECT FROM pledges WHERE fund_id = OLD.fund_id AND id = OLD.pledge_id
  AND email LIKE 'efface-%@efface.invalid');
BEGIN
  IF is_erased AND TG_OP = 'DELETE' AND kept_until IS NULL THEN
    RETURN OLD;
  END IF;
  IF is_erased AND TG_OP = 'UPDATE' AND extract(year FROM fund_now() AT TIME ZONE 'Europe/Paris') > kept_until
    AND NEW.identity = forgotten_donor(OLD.identity) AND to_jsonb(NEW) - 'identity' = to_jsonb(OLD) - 'identity' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'whom a receipt names stays as it was given'
    USING ERRCODE = 'check_violation', CONSTRAINT = 'receipt_identities_stand', TABLE = 'receipt_identities';
END $$;
--> statement-breakpoint
CREATE TRIGGER identity_stands BEFORE UPDATE OR DELETE ON receipt_identities FOR EACH ROW EXECUTE FUNCTION receipt_identity_stands();
--> statement-breakpoint
ALTER TABLE receipt_identities ENABLE ALWAYS TRIGGER identity_stands;
--> statement-breakpoint
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON receipt_identities FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE receipt_identities ENABLE ALWAYS TRIGGER never_emptied;
--> statement-breakpoint
GRANT UPDATE, DELETE ON receipt_identities TO fund_app;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION erases_person(was jsonb, becomes jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT becomes->>'email' LIKE 'efface-%@efface.invalid' AND becomes->>'name' = ''
    AND coalesce(becomes->>'phone', '') = ''
    AND NOT EXISTS (SELECT FROM unnest('{body,message,answer,word}'::text[]) AS text_of
      WHERE becomes->>text_of IS DISTINCT FROM was->>text_of AND (becomes->>text_of <> '…' OR was->>text_of IS NULL))
    AND was - '{email,name,phone,body,message,answer,word}'::text[] = becomes - '{email,name,phone,body,message,answer,word}'::text[]
$$;

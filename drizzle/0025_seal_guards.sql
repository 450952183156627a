-- L5: the chain grows by one at its end and never changes.
CREATE FUNCTION check_seal_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM journal_seals WHERE fund_id = NEW.fund_id) THEN
    RAISE EXCEPTION 'seal % does not follow the last one', NEW.sequence
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_seals_without_gaps', TABLE = 'journal_seals';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER seal_follows BEFORE INSERT ON journal_seals FOR EACH ROW EXECUTE FUNCTION check_seal_follows();
--> statement-breakpoint
ALTER TABLE journal_seals ENABLE ALWAYS TRIGGER seal_follows;
--> statement-breakpoint
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON journal_seals
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE journal_seals ENABLE ALWAYS TRIGGER announced_transaction;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_seals
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
ALTER TABLE journal_seals ENABLE ALWAYS TRIGGER append_only;
--> statement-breakpoint
REVOKE UPDATE, DELETE ON journal_seals FROM fund_app;
--> statement-breakpoint

-- L7: a first mapping to the association chart. A fund's accountant follows it by rows of a later day.
INSERT INTO account_numbers (kind, valid_from, number, name, source) VALUES
  ('stripe', '2020-01-01', '517100', 'Stripe', 'ANC 2018-06, compte 517'),
  ('stripe:in-transit', '2020-01-01', '580100', 'Virements de Stripe vers la banque', 'ANC 2018-06, compte 58'),
  ('bank', '2020-01-01', '512000', 'Banque', 'ANC 2018-06, compte 512'),
  ('bank:outgoing', '2020-01-01', '580200', 'Virements émis en attente de débit', 'ANC 2018-06, compte 58'),
  ('receivable:partner', '2020-01-01', '467100', 'Partenaires, sommes à recevoir', 'ANC 2018-06, compte 467'),
  ('receivable:campaign', '2020-01-01', '467200', 'Porteurs de projet, sommes à reverser', 'ANC 2018-06, compte 467'),
  ('disputed', '2020-01-01', '467300', 'Paiements contestés', 'ANC 2018-06, compte 467'),
  ('gifts:campaign', '2020-01-01', '467400', 'Dons reçus pour des collectes en cours', 'ANC 2018-06, compte 467'),
  ('match:campaign', '2020-01-01', '467500', 'Abondements engagés pour des collectes en cours', 'ANC 2018-06, compte 467'),
  ('pot:partner', '2020-01-01', '467600', 'Enveloppes des partenaires', 'ANC 2018-06, compte 467'),
  ('grant', '2020-01-01', '467700', 'Subventions à verser aux porteurs de projet', 'ANC 2018-06, compte 467'),
  ('refunds-due', '2020-01-01', '467800', 'Remboursements à verser aux donateurs', 'ANC 2018-06, compte 467'),
  ('suspense', '2020-01-01', '471000', 'Compte d’attente', 'ANC 2018-06, compte 471'),
  ('fund:general', '2020-01-01', '102400', 'Fonds propres sans droit de reprise', 'ANC 2018-06, compte 1024'),
  ('fund:reserve', '2020-01-01', '106800', 'Réserves', 'ANC 2018-06, compte 1068'),
  ('fund:tips', '2020-01-01', '754100', 'Dons manuels, soutien au fonds', 'ANC 2018-06, compte 7541'),
  ('fees:processor', '2020-01-01', '627800', 'Frais sur moyens de paiement', 'ANC 2018-06, compte 627'),
  ('fees:dispute', '2020-01-01', '627810', 'Frais de paiements contestés', 'ANC 2018-06, compte 627'),
  ('losses', '2020-01-01', '654000', 'Pertes sur créances irrécouvrables', 'ANC 2018-06, compte 654');

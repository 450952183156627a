-- Words without accents and capitals, for looking up and for being found.
CREATE FUNCTION plain_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
  SELECT regexp_replace(normalize(replace(replace(lower(given), 'œ', 'oe'), 'æ', 'ae'), NFD), '[\u0300-\u036f]', '', 'g')
$$;
--> statement-breakpoint
-- As the owner: the service reads these words and never writes them.
CREATE FUNCTION refresh_campaign_words(changed_projects uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO campaign_words AS known (fund_id, campaign_id, words)
  SELECT c.fund_id, c.id, to_tsvector('french', plain_words(concat_ws(' ',
    c.title, c.pitch, p.title, p.summary, p.description, o.name, o.town,
    (SELECT string_agg(concat_ws(' ', l.name, l.commune_name, l.postcode), ' ' ORDER BY l.id)
     FROM project_places pp JOIN places l ON l.id = pp.place_id
     WHERE pp.fund_id = c.fund_id AND pp.project_id = c.project_id))))
  FROM campaigns c
  JOIN projects p ON p.fund_id = c.fund_id AND p.id = c.project_id
  JOIN organisations o ON o.id = p.organisation_id
  WHERE c.project_id = ANY (changed_projects)
  ON CONFLICT (fund_id, campaign_id) DO UPDATE SET words = excluded.words WHERE known.words <> excluded.words
$$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION refresh_campaign_words FROM PUBLIC;
--> statement-breakpoint
REVOKE INSERT, UPDATE, DELETE ON campaign_words FROM fund_app;
--> statement-breakpoint
SELECT refresh_campaign_words((SELECT coalesce(array_agg(id), '{}') FROM projects));
--> statement-breakpoint
-- A campaign is found by the words of its project, its holder and its places: they follow when those change.
CREATE FUNCTION campaign_words_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  projects_concerned uuid[];
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'campaigns', 'project_places' THEN
      projects_concerned := ARRAY[(changed ->> 'project_id')::uuid];
    WHEN 'projects' THEN
      projects_concerned := ARRAY[(changed ->> 'id')::uuid];
    WHEN 'organisations' THEN
      projects_concerned := array(SELECT id FROM projects WHERE organisation_id = (changed ->> 'id')::uuid);
    WHEN 'places' THEN
      projects_concerned := array(SELECT project_id FROM project_places WHERE place_id = changed ->> 'id');
  END CASE;
  PERFORM refresh_campaign_words(projects_concerned);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER campaign_words AFTER INSERT OR UPDATE OF title, pitch, project_id, opened_at ON campaigns
  FOR EACH ROW EXECUTE FUNCTION campaign_words_follow();
--> statement-breakpoint
CREATE TRIGGER campaign_words AFTER UPDATE OF title, summary, description ON projects
  FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION campaign_words_follow();
--> statement-breakpoint
CREATE TRIGGER campaign_words AFTER INSERT OR DELETE ON project_places
  FOR EACH ROW EXECUTE FUNCTION campaign_words_follow();
--> statement-breakpoint
CREATE TRIGGER campaign_words AFTER UPDATE OF name, town ON organisations
  FOR EACH ROW WHEN ((OLD.name, OLD.town) IS DISTINCT FROM (NEW.name, NEW.town)) EXECUTE FUNCTION campaign_words_follow();
--> statement-breakpoint
CREATE TRIGGER campaign_words AFTER UPDATE OF name, commune_name, postcode ON places
  FOR EACH ROW WHEN ((OLD.name, OLD.commune_name, OLD.postcode) IS DISTINCT FROM (NEW.name, NEW.commune_name, NEW.postcode))
  EXECUTE FUNCTION campaign_words_follow();
--> statement-breakpoint
CREATE TRIGGER announced_transaction BEFORE INSERT OR UPDATE OR DELETE ON campaign_words
  FOR EACH STATEMENT EXECUTE FUNCTION require_announced_transaction();
--> statement-breakpoint
ALTER TABLE campaign_words ENABLE ALWAYS TRIGGER announced_transaction;

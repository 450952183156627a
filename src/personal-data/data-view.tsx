import { useLanguage, useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { formatInstant } from "../ui/format.ts";
import { Euros, Table } from "../ui/show.tsx";
import { DATA } from "./messages.ts";
import type { Section, Value } from "./section.ts";

function Cell({ name, value }: { readonly name: string; readonly value: Value }) {
  const t = useText();
  const language = useLanguage();
  if (value === null || value === "") return <>–</>;
  if (typeof value === "boolean") return <>{t(value ? DATA.yes : DATA.no)}</>;
  if (value instanceof Date) return <time dateTime={value.toISOString()}>{formatInstant(value, language)}</time>;
  if (typeof value === "bigint") return name.endsWith("Cents") ? <Euros cents={value} /> : String(value);
  if (typeof value === "object") return <>{value.join(" ")}</>;
  return <>{String(value)}</>;
}

function Part({ section, most }: { readonly section: Section; readonly most: number }) {
  const t = useText();
  return (
    <section>
      <h2>{t(section.title)}</h2>
      <Table
        caption={section.title}
        titled
        empty={DATA.none}
        rows={section.rows.slice(0, most)}
        columns={Object.entries(section.columns).map(([name, heading]) => ({
          heading,
          cell: (row: Section["rows"][number]) => <Cell name={name} value={row[name] ?? null} />,
          numeric: name.endsWith("Cents"),
        }))}
      />
      {section.rows.length >= most && <p class="hint">{t(DATA.actsCut)}</p>}
    </section>
  );
}

const MOST_ROWS = 100;

/** Everything held about a person, to be read. */
export function PersonalDataView({ sections }: { readonly sections: readonly Section[] }) {
  const t = useText();
  return (
    <>
      <h1>{t(DATA.title)}</h1>
      <p class="lead">{t(DATA.intro)}</p>
      <div class="buttons">
        <ButtonLink href="/compte/mes-donnees/fichier">{t(DATA.download)}</ButtonLink>
        <ButtonLink href="/compte/effacement" kind="secondary">
          {t(DATA.erase)}
        </ButtonLink>
      </div>
      {sections.map((section) => (
        <Part key={section.key} section={section} most={MOST_ROWS} />
      ))}
      <p>
        <a href="/compte">{t(DATA.back)}</a>
      </p>
    </>
  );
}

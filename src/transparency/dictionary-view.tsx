import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Table } from "../ui/show.tsx";
import { DICTIONARY, SCDL_MEANINGS, TERRITORY_MEANINGS, YEAR_MEANINGS } from "./dictionary.ts";
import { SCDL_COLUMNS } from "./export-grants.ts";
import { OPEN } from "./messages.ts";
import { LICENCE_HREF, TERRITORY_COLUMNS, YEAR_COLUMNS } from "./open-data.ts";

/** Every file's columns in their order, in plain words. */
export function DictionaryPage() {
  const t = useText();
  return (
    <>
      <h1>{t(DICTIONARY.title)}</h1>
      <p>{t(DICTIONARY.layout)}</p>
      <p>{t(DICTIONARY.secrecy)}</p>
      <p>
        <a href={LICENCE_HREF} rel="license">
          Licence Ouverte 2.0
        </a>
        . {t(OPEN.licence)}
      </p>
      <Columns title={OPEN.yearsFile} columns={YEAR_COLUMNS} meanings={YEAR_MEANINGS} />
      <Columns title={OPEN.territoriesFile} columns={TERRITORY_COLUMNS} meanings={TERRITORY_MEANINGS} />
      <Columns title={OPEN.grantsFile} intro={DICTIONARY.scdl} columns={SCDL_COLUMNS} meanings={SCDL_MEANINGS} />
      <p class="links">
        <a href="/transparence">{t(DICTIONARY.back)}</a>
      </p>
    </>
  );
}

type ColumnsProps<C extends string> = {
  readonly title: Text;
  readonly intro?: Text;
  readonly columns: readonly C[];
  readonly meanings: Readonly<Record<C, Text>>;
};

function Columns<C extends string>({ title, intro, columns, meanings }: ColumnsProps<C>) {
  const t = useText();
  return (
    <section>
      <h2>{t(title)}</h2>
      {intro && <p>{t(intro)}</p>}
      <Table
        caption={title}
        titled
        rows={columns}
        columns={[
          { heading: DICTIONARY.column, cell: (name) => <code>{name}</code> },
          { heading: DICTIONARY.meaning, cell: (name) => t(meanings[name]) },
        ]}
      />
    </section>
  );
}

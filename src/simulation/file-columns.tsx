import { useText } from "../ui/context.ts";
import { Table } from "../ui/show.tsx";
import { GIFT_COLUMN_NAMES, GIFT_COLUMNS } from "./gift-columns.ts";
import { SIMULATOR } from "./page-messages.ts";

const EXAMPLE = `date;montant;donateur;campagne;departement
2026-04-02;50;d-1;Atelier d’Aubusson;23
05/04/2026 14:30;1 000,50 €;d-2;Bus de Guise;Aisne`;

/** What an uploaded file may hold. */
export function FileColumns() {
  const t = useText();
  return (
    <details>
      <summary>{t(SIMULATOR.columns)}</summary>
      <Table
        caption={SIMULATOR.columns}
        rows={GIFT_COLUMN_NAMES.map((name) => GIFT_COLUMNS[name])}
        columns={[
          { heading: SIMULATOR.column, cell: ({ names }) => <code>{names[0]}</code> },
          {
            heading: SIMULATOR.content,
            cell: (column) => (
              <>
                {t(column.explained)}
                {"isNeeded" in column && <strong> ({t(SIMULATOR.needed)})</strong>}
              </>
            ),
          },
        ]}
      />
      <p>{t(SIMULATOR.example)}</p>
      <p class="typed">
        <code>{EXAMPLE}</code>
      </p>
    </details>
  );
}

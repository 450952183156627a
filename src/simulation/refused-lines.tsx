import { useLanguage, useText } from "../ui/context.ts";
import { formatCount } from "../ui/format.ts";
import { Notice, Table } from "../ui/show.tsx";
import { RESULT } from "./page-messages.ts";
import type { SimulationReport } from "./simulate-matching.ts";

const MOST_SHOWN = 50;
const LONGEST_VALUE = 60;

/** What of an uploaded file was not played, and why. */
export function RefusedLines({ file }: { readonly file: NonNullable<SimulationReport["file"]> }) {
  const t = useText();
  const language = useLanguage();
  return (
    <>
      {file.ignoredColumns.length > 0 && <p class="hint">{t(RESULT.ignored(file.ignoredColumns.join(", ")))}</p>}
      {file.refusedRows > 0 && (
        <>
          <Notice tone="warning">
            <p>
              {t(RESULT.refusedCount(formatCount(file.refusedRows, language), formatCount(file.playedRows, language)))}
            </p>
          </Notice>
          <Table
            caption={RESULT.refusedLines}
            rows={file.refused.slice(0, MOST_SHOWN)}
            columns={[
              { heading: RESULT.line, cell: ({ line }) => String(line) },
              { heading: RESULT.column, cell: ({ column }) => column },
              { heading: RESULT.value, cell: ({ value }) => <code>{cut(value)}</code> },
              { heading: RESULT.reason, cell: ({ reason }) => t(reason) },
            ]}
          />
        </>
      )}
    </>
  );
}

const cut = (value: string): string => (value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value);

import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Table, When, Words } from "../ui/show.tsx";
import { auditTexts as texts } from "./messages.ts";
import { type AuditRow, listAudit } from "./queries.ts";

const PATH = "/journal";

export const auditPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: PATH,
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite") || undefined;
      const { items, nextCursor } = await listAudit(deps, actor, { limit: 50, cursor });
      return page(texts.title, <AuditPage rows={items} nextCursor={nextCursor} />, { width: "wide" });
    },
  }),
];

const COLUMNS: readonly { heading: Text; cell: (row: AuditRow) => preact.ComponentChildren }[] = [
  { heading: texts.at, cell: (row) => <When at={row.at} time /> },
  { heading: texts.actor, cell: (row) => row.actor },
  { heading: texts.action, cell: (row) => row.action },
  { heading: texts.subject, cell: (row) => `${row.subjectKind} ${row.subjectId}` },
  { heading: texts.change, cell: (row) => changeOf(row) },
];

const AuditPage = ({
  rows,
  nextCursor,
}: {
  readonly rows: readonly AuditRow[];
  readonly nextCursor: string | null;
}) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <Table caption={texts.caption} rows={rows} columns={COLUMNS} />
    {nextCursor !== null && (
      <p>
        <a href={`${PATH}?suite=${encodeURIComponent(nextCursor)}`}>
          <Words text={texts.older} />
        </a>
      </p>
    )}
  </>
);

const changeOf = ({ change, reason }: AuditRow): string =>
  [
    ...Object.entries(change ?? {}).map(([name, value]) => `${name}: ${value}`),
    ...(reason === null ? [] : [reason]),
  ].join(", ");

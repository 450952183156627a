import type { AppError } from "../errors.ts";
import type { Page } from "../http/pagination.ts";
import { useLanguage } from "../ui/context.ts";
import { Field, type FieldProps } from "../ui/field.tsx";
import { Button, ErrorSummary, SearchForm } from "../ui/form.tsx";
import { type Column, Table, When, Words } from "../ui/show.tsx";
import { changeInWords, reasonInWords } from "./change-words.ts";
import { auditTexts as texts } from "./messages.ts";
import type { AuditRow } from "./queries.ts";
import { Who } from "./who.tsx";
import { actionWords, thingOf } from "./words.ts";

const PATH = "/journal";

type Props = {
  readonly found: Page<AuditRow>;
  readonly query: URLSearchParams;
  readonly error?: AppError;
};

const FIELDS: readonly FieldProps[] = [
  { name: "person", label: texts.person, type: "search" },
  { name: "action", label: texts.actionPart, type: "search", hint: texts.actionHint },
  { name: "subjectId", label: texts.subjectId, type: "search" },
  { name: "from", label: texts.from, type: "date" },
  { name: "to", label: texts.to, type: "date" },
];

const COLUMNS: readonly Column<AuditRow>[] = [
  { heading: texts.at, cell: (row) => <When at={row.at} time /> },
  { heading: texts.actor, cell: (row) => <Who actor={row.actor} name={row.actorName} /> },
  { heading: texts.action, cell: (row) => <What {...row} /> },
  { heading: texts.subject, cell: (row) => <About {...row} /> },
  { heading: texts.change, cell: (row) => <Change {...row} /> },
];

export const AuditPage = ({ found, query, error }: Props) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <ErrorSummary error={error} />
    <SearchForm action={PATH}>
      {FIELDS.map((one) => (
        <Field key={one.name} {...one} value={query.get(one.name) ?? ""} errors={error?.fields} optional />
      ))}
      <Button kind="secondary">
        <Words text={texts.search} />
      </Button>
    </SearchForm>
    <Table caption={texts.caption} rows={found.items} columns={COLUMNS} empty={texts.none} />
    {found.nextCursor !== null && (
      <p>
        <a href={olderThan(query, found.nextCursor)}>
          <Words text={texts.older} />
        </a>
      </p>
    )}
  </>
);

function olderThan(query: URLSearchParams, cursor: string): string {
  const next = new URLSearchParams(query);
  next.set("suite", cursor);
  return `${PATH}?${next}`;
}

/** Leads to everything that happened to the same thing. */
const About = ({ subjectKind, subjectId }: AuditRow) => (
  <a href={`${PATH}?subjectId=${encodeURIComponent(subjectId)}`} title={subjectId}>
    <Words text={thingOf(subjectKind) ?? { fr: subjectKind, en: subjectKind }} /> {shortOf(subjectId)}
  </a>
);

/** Enough of a long number to tell two lines apart; the whole stands in the link. */
const shortOf = (id: string) => (/^[0-9a-f-]{36}$/.test(id) ? `…${id.slice(-6)}` : id);

/** In words, with the code one may search for. */
function What({ action }: AuditRow) {
  const said = actionWords(action);
  if (said === undefined) return <code>{action}</code>;
  return (
    <>
      <Words text={said} />
      <br />
      <span class="hint">{action}</span>
    </>
  );
}

/** In words, with what is stored one press away. */
function Change({ change, reason }: AuditRow) {
  const language = useLanguage();
  const stored = Object.entries(change ?? {}).map(([name, value]) => `${name}: ${value}`);
  const said = changeInWords(change ?? {}, language);
  return (
    <div class="long">
      {[...said, ...(reason === null ? [] : [reasonInWords(reason, language)])].join(", ")}
      {stored.length > 0 && (
        <details class="hint">
          <summary>
            <Words text={texts.asStored} />
          </summary>
          {stored.join(", ")}
        </details>
      )}
    </div>
  );
}

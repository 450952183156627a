import type { AppError } from "../errors.ts";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field, FileField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { BackTo, Euros, Facts, On, StateTag, Table, When } from "../ui/show.tsx";
import { BANK } from "./bank-page-messages.ts";
import type { LineRow, StatementDetail, StatementLine, StatementRow } from "./bank-queries.ts";
import type { ImportedStatement } from "./import-bank-statement.ts";

type ListProps = {
  readonly statements: Page<StatementRow>;
  readonly mayImport: boolean;
  readonly error?: AppError | undefined;
};

export function StatementList({ statements, mayImport, error }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(BANK.statements)}</h1>
      <ErrorSummary error={error} />
      {mayImport && (
        <section>
          <h2>{t(BANK.import)}</h2>
          <Form action="/releves" upload>
            <FileField
              name="statement"
              label={BANK.file}
              hint={BANK.importHint}
              accept=".xml,application/xml,text/xml"
              errors={error?.fields}
              optional
            />
            <Field name="statementText" label={BANK.text} rows={6} optional />
            <Button>{t(BANK.import)}</Button>
          </Form>
        </section>
      )}
      <Table
        caption={BANK.statements}
        titled
        rows={statements.items}
        empty={BANK.noStatements}
        columns={[
          { heading: BANK.name, cell: (row) => <a href={`/releves/${row.id}`}>{row.statementId}</a> },
          { heading: BANK.period, cell: (row) => <Period statement={row} /> },
          { heading: BANK.opening, numeric: true, cell: (row) => <Euros cents={row.openingCents} /> },
          { heading: BANK.closing, numeric: true, cell: (row) => <Euros cents={row.closingCents} /> },
          { heading: BANK.imported, cell: (row) => <When at={row.importedAt} time /> },
        ]}
      />
      {statements.nextCursor !== null && (
        <p>
          <a href={`/releves?suite=${encodeURIComponent(statements.nextCursor)}`}>{t(BANK.more)}</a>
        </p>
      )}
    </>
  );
}

const Period = ({ statement }: { readonly statement: StatementRow }) => (
  <>
    <On date={statement.fromOn} />
    {statement.toOn !== statement.fromOn && (
      <>
        {" – "}
        <On date={statement.toOn} />
      </>
    )}
  </>
);

export function StatementPage({ statement }: { readonly statement: StatementDetail }) {
  const t = useText();
  return (
    <>
      <BackTo href="/releves" list={BANK.statements} />
      <h1>
        {t(BANK.statement)} {statement.statementId}
      </h1>
      <Facts
        facts={[
          [BANK.account, statement.ibanMasked],
          [BANK.period, <Period statement={statement} />],
          [BANK.opening, <Euros cents={statement.openingCents} />],
          [BANK.closing, <Euros cents={statement.closingCents} />],
          [BANK.imported, <When at={statement.importedAt} time />],
        ]}
      />
      <LineTable lines={statement.lines} />
    </>
  );
}

type LineProps = { readonly lines: readonly (LineRow | StatementLine)[]; readonly caption?: Text };

export const LineTable = ({ lines, caption = BANK.lines }: LineProps) => (
  <Table
    caption={caption}
    rows={lines}
    columns={[
      { heading: BANK.bookedOn, cell: (line) => <On date={line.bookedOn} /> },
      { heading: BANK.counterparty, cell: (line) => line.counterparty },
      { heading: BANK.remittance, cell: (line) => line.remittance || (line.endToEndId ?? "") },
      { heading: BANK.amount, numeric: true, cell: (line) => <Euros cents={line.amountCents} /> },
      {
        heading: BANK.state,
        cell: (line) => <LineState line={line} />,
      },
    ]}
  />
);

function LineState({ line }: { readonly line: LineRow | StatementLine }) {
  if (line.state === "booked") return <StateTag label={BANK.booked} tone="good" />;
  const tag = <StateTag label={BANK.open} tone="waiting" />;
  return "differenceId" in line && line.differenceId !== null ? (
    <a href={`/ecarts/${line.differenceId}`}>{tag}</a>
  ) : (
    tag
  );
}

export function ImportOutcome({ imported }: { readonly imported: readonly ImportedStatement[] }) {
  const t = useText();
  return (
    <>
      <h1>{t(BANK.outcome)}</h1>
      <Table
        caption={BANK.statements}
        titled
        rows={imported}
        columns={[
          { heading: BANK.name, cell: (one) => one.statementId },
          { heading: BANK.state, cell: (one) => t(one.isNew ? BANK.isNew : BANK.isKnown) },
          { heading: BANK.linesNew, numeric: true, cell: (one) => one.linesNew },
          { heading: BANK.linesKnown, numeric: true, cell: (one) => one.linesKnown },
          { heading: BANK.linesBooked, numeric: true, cell: (one) => one.linesBooked },
          { heading: BANK.linesOpen, numeric: true, cell: (one) => one.linesOpen },
        ]}
      />
      <p>
        <a href="/releves">{t(BANK.statements)}</a> · <a href="/ecarts">{t(BANK.differences)}</a>
      </p>
    </>
  );
}

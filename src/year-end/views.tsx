import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Euros, Notice, Table } from "../ui/show.tsx";
import { RESOURCE_KINDS, YEAR_END as TEXTS } from "./messages.ts";
import type { DedicatedFund, DedicatedFunds } from "./read-dedicated-funds.ts";

type Row = Omit<DedicatedFund, "kind"> & { readonly kind: DedicatedFund["kind"] | null };

/** What was given for projects and is carried over, by funder and project, with the entries that say so. */
export function DedicatedFundsView({ funds }: { readonly funds: DedicatedFunds }) {
  const t = useText();
  const total: Row = { ...funds.totals, kind: null, funder: null, project: null };
  const own = `/livres/fonds-dedies/${funds.year}`;
  return (
    <>
      <h1>{t(TEXTS.title(funds.year))}</h1>
      <p>{t(TEXTS.intro)}</p>
      {!funds.isOver && <Notice tone="warning">{t(TEXTS.running)}</Notice>}
      <Table<Row>
        caption={TEXTS.caption}
        empty={TEXTS.empty}
        rows={funds.funds.length === 0 ? [] : [...funds.funds, total]}
        columns={[
          { heading: TEXTS.funder, cell: (row) => <Funder row={row} /> },
          { heading: TEXTS.project, cell: (row) => row.kind !== null && (row.project ?? t(TEXTS.pot)) },
          { heading: TEXTS.opening, numeric: true, cell: (row) => <Euros cents={row.openingCents} /> },
          { heading: TEXTS.received, numeric: true, cell: (row) => <Euros cents={row.receivedCents} /> },
          { heading: TEXTS.moved, numeric: true, cell: (row) => <Euros cents={row.movedCents} /> },
          { heading: TEXTS.used, numeric: true, cell: (row) => <Euros cents={row.usedCents} /> },
          { heading: TEXTS.carried, numeric: true, cell: (row) => <Euros cents={row.carriedCents} /> },
        ]}
      />
      {funds.lines.length > 0 && (
        <section>
          <h2>{t(TEXTS.lines)}</h2>
          <p>{t(TEXTS.linesHint)}</p>
          <Table
            caption={TEXTS.lines}
            titled
            rows={funds.lines}
            columns={[
              { heading: TEXTS.number, cell: (line) => line.number },
              { heading: TEXTS.debit, numeric: true, cell: (line) => <Euros cents={line.debitCents} /> },
              { heading: TEXTS.credit, numeric: true, cell: (line) => <Euros cents={line.creditCents} /> },
            ]}
          />
        </section>
      )}
      <p>
        <ButtonLink href={`${own}/csv`} kind="secondary">
          {t(TEXTS.csv)}
        </ButtonLink>
      </p>
      <p>
        <a href={`/livres/fonds-dedies/${funds.year - 1}`}>{t(TEXTS.previous(funds.year - 1))}</a>
        {" · "}
        <a href="/livres">{t(TEXTS.back)}</a>
      </p>
    </>
  );
}

function Funder({ row: { kind, funder } }: { readonly row: Row }) {
  const t = useText();
  if (kind === null) return <>{t(TEXTS.total)}</>;
  return (
    <>
      {funder ?? t(TEXTS.public)}
      <br />
      <span class="hint">{t(RESOURCE_KINDS[kind])}</span>
    </>
  );
}

import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, On, Table } from "../ui/show.tsx";
import { eurosText } from "./euros-text.ts";
import { RECEIPT_FORMS, RECEIPTS } from "./messages.ts";
import { GIVEN_NATURES } from "./partner-messages.ts";
import type { Receipt, ReceiptTotals } from "./queries.ts";
import { YEAR } from "./year-messages.ts";

/** A donor's receipts, a table and a total a year. */
export function OwnReceipts({ receipts }: { readonly receipts: readonly Receipt[] }) {
  const t = useText();
  const years = [...new Set(receipts.map(yearOf))];
  return (
    <>
      <h1>{t(RECEIPTS.mine)}</h1>
      {receipts.length === 0 ? <p class="empty">{t(RECEIPTS.mineEmpty)}</p> : <p>{t(RECEIPTS.mineIntro)}</p>}
      {years.map((year) => (
        <YearOfReceipts key={year} year={year} receipts={receipts.filter((receipt) => yearOf(receipt) === year)} />
      ))}
    </>
  );
}

const yearOf = ({ creditedOn }: Receipt): number => Number(creditedOn.slice(0, 4));

function YearOfReceipts({ year, receipts }: { readonly year: number; readonly receipts: readonly Receipt[] }) {
  const t = useText();
  const total = receipts.reduce((sum, { amountCents }) => sum + amountCents, 0n);
  return (
    <section>
      <h2>{t(RECEIPTS.totalOf(year, { fr: formatEuros(total, "fr"), en: formatEuros(total, "en") }))}</h2>
      <p>
        <a href={`/mes-recus/${year}`}>{t(YEAR.see(year))}</a>
      </p>
      <Table
        caption={RECEIPTS.mine}
        titled
        rows={receipts}
        columns={[
          { heading: RECEIPTS.reference, cell: (row) => row.reference },
          { heading: RECEIPTS.creditedOn, cell: (row) => <On date={row.creditedOn} /> },
          { heading: RECEIPTS.campaign, cell: (row) => <a href={`/dons/${row.pledgeId}`}>{row.campaignTitle}</a> },
          { heading: RECEIPTS.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
          { heading: RECEIPTS.file, cell: (row) => <a href={`/recus/${row.id}`}>{t(RECEIPTS.download)}</a> },
        ]}
      />
    </section>
  );
}

/** What the issuer declares, a table a year. */
export function TotalsView({ totals }: { readonly totals: ReceiptTotals }) {
  const t = useText();
  const years = [...new Set(totals.map(({ year }) => year))];
  return (
    <>
      <h1>{t(RECEIPTS.all)}</h1>
      <p>{t(RECEIPTS.allIntro)}</p>
      {years.length === 0 && <p class="empty">{t(RECEIPTS.mineEmpty)}</p>}
      {years.map((year) => (
        <TotalsOfYear key={year} year={year} totals={totals.filter((one) => one.year === year)} />
      ))}
      {years.length > 0 && (
        <p>
          <ButtonLink href="/recus/csv" kind="secondary">
            {t(RECEIPTS.csv)}
          </ButtonLink>
        </p>
      )}
    </>
  );
}

function TotalsOfYear({ year, totals }: { readonly year: number; readonly totals: ReceiptTotals }) {
  const t = useText();
  const sum = totals.reduce((cents, { amountCents }) => cents + amountCents, 0n);
  const count = totals.reduce((number, one) => number + one.count, 0);
  return (
    <section>
      <h2>{year}</h2>
      <p>{t(RECEIPTS.declared(count, eurosText(sum)))}</p>
      <Table
        caption={RECEIPTS.totals(year)}
        rows={totals}
        columns={[
          { heading: RECEIPTS.form, cell: (row) => t(RECEIPT_FORMS[row.form]) },
          { heading: RECEIPTS.nature, cell: (row) => t(GIVEN_NATURES[row.nature]) },
          { heading: RECEIPTS.count, numeric: true, cell: (row) => row.count },
          { heading: RECEIPTS.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
          { heading: RECEIPTS.cancelled, numeric: true, cell: (row) => row.cancelled },
        ]}
      />
    </section>
  );
}

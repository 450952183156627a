import { useText } from "../ui/context.ts";
import { formatEuros } from "../ui/format.ts";
import { Euros, On, Table } from "../ui/show.tsx";
import { RECEIPT_FORMS, RECEIPTS } from "./messages.ts";
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

export function TotalsView({ totals }: { readonly totals: ReceiptTotals }) {
  const t = useText();
  return (
    <>
      <h1>{t(RECEIPTS.all)}</h1>
      <p>{t(RECEIPTS.allIntro)}</p>
      <Table
        caption={RECEIPTS.all}
        empty={RECEIPTS.mineEmpty}
        rows={totals}
        columns={[
          { heading: RECEIPTS.year, cell: (row) => row.year },
          { heading: RECEIPTS.form, cell: (row) => t(RECEIPT_FORMS[row.form]) },
          { heading: RECEIPTS.count, numeric: true, cell: (row) => row.count },
          { heading: RECEIPTS.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
          { heading: RECEIPTS.cancelled, numeric: true, cell: (row) => row.cancelled },
        ]}
      />
    </>
  );
}

import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Euros, StateTag, Table, Words } from "../ui/show.tsx";
import { BANK } from "./bank-page-messages.ts";
import type { DayDifference } from "./day-differences.ts";
import { DAYS } from "./day-messages.ts";
import { causeText } from "./messages.ts";
import type { ReconciliationDay } from "./read-days.ts";

type Way = "stripe" | "payouts" | "bank";

const WAYS: Readonly<Record<string, Way>> = {
  "stripe-transaction": "stripe",
  "stripe-entry": "stripe",
  "stripe-balance": "stripe",
  "stripe-payout": "payouts",
  "payout-missing": "payouts",
  "bank-line": "bank",
  "bank-balance": "bank",
};

type Props = { readonly day: ReconciliationDay };

/** The differences of a day that one of its comparisons found; nothing where there are none. */
export const WayDifferences = ({ day, way }: Props & { readonly way: Way }) => (
  <Differences caption={DAYS.differences} rows={day.differences.filter(({ kind }) => WAYS[kind] === way)} />
);

/** What was found that day by other means than the three comparisons. */
export function OtherDifferences({ day }: Props) {
  const rows = day.differences.filter(({ kind }) => WAYS[kind] === undefined);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>
        <Words text={DAYS.otherDifferences} />
      </h2>
      <Differences caption={DAYS.otherDifferences} rows={rows} />
    </section>
  );
}

const differenceState = (state: string): Text =>
  state === "open" ? BANK.stateOpen : state === "explained" ? BANK.stateExplained : BANK.stateClosed;

function Differences({ caption, rows }: { readonly caption: Text; readonly rows: readonly DayDifference[] }) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <Table
      caption={caption}
      rows={rows}
      columns={[
        {
          heading: BANK.cause,
          cell: (row) => <a href={`/ecarts/${row.id}`}>{t(causeText(row.proposedCause))}</a>,
        },
        { heading: BANK.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
        {
          heading: BANK.state,
          cell: ({ state }) => <StateTag label={differenceState(state)} tone={state === "open" ? "waiting" : "good"} />,
        },
        { heading: BANK.reason, cell: (row) => row.explanation ?? "–" },
      ]}
    />
  );
}

import type { ComponentChildren } from "preact";
import type { Comparison } from "../domain/day-close.ts";
import type { Text } from "../i18n/text.ts";
import { Euros, Facts, Table, Words } from "../ui/show.tsx";
import { WayDifferences } from "./day-difference-views.tsx";
import type { DayFigures } from "./day-figures.ts";
import { categoryText, DAYS } from "./day-messages.ts";

import type { ReconciliationDay } from "./read-days.ts";

type Props = { readonly day: ReconciliationDay };

type Fact = readonly [Text, ComponentChildren];

const gapFacts = (comparison: Comparison): readonly Fact[] => {
  const { gapCents, otherDayCents, explainedCents, unexplainedCents, loose } = comparison;
  const facts: (Fact | undefined)[] = [
    [DAYS.gap, <Euros cents={gapCents} />],
    otherDayCents === 0n ? undefined : [DAYS.otherDay, <Euros cents={otherDayCents} />],
    explainedCents === 0n ? undefined : [DAYS.explained, <Euros cents={explainedCents} />],
    gapCents === unexplainedCents ? undefined : [DAYS.left, <Euros cents={unexplainedCents} />],
    loose === 0 ? undefined : [DAYS.loose, loose],
  ];
  return facts.filter((fact) => fact !== undefined);
};

export const StripeWay = ({ day }: Props) => (
  <section>
    <h2>
      <Words text={DAYS.stripe} />
    </h2>
    <Facts
      facts={[
        [DAYS.inBooks, <Euros cents={day.figures.stripe.firstCents} />],
        [DAYS.atStripe, <Euros cents={day.figures.stripe.secondCents} />],
        ...gapFacts(day.figures.stripe),
      ]}
    />
    {day.figures.stripe.categories.length > 0 && (
      <Table
        caption={DAYS.categories}
        rows={day.figures.stripe.categories}
        columns={[
          { heading: DAYS.category, cell: ({ category }) => <Words text={categoryText(category)} /> },
          { heading: DAYS.inBooks, numeric: true, cell: (row) => <Euros cents={row.firstCents} /> },
          { heading: DAYS.atStripe, numeric: true, cell: (row) => <Euros cents={row.secondCents} /> },
          { heading: DAYS.gap, numeric: true, cell: (row) => <Euros cents={row.gapCents} /> },
        ]}
      />
    )}
    <WayDifferences day={day} way="stripe" />
  </section>
);

export const PayoutWay = ({ day }: Props) => (
  <section>
    <h2>
      <Words text={DAYS.payouts} />
    </h2>
    <Facts
      facts={[
        [DAYS.sent, <Euros cents={day.figures.payouts.sentCents} />],
        [DAYS.arrived, <Euros cents={day.figures.payouts.firstCents} />],
        [DAYS.shown, <Euros cents={day.figures.payouts.secondCents} />],
        ...gapFacts(day.figures.payouts),
      ]}
    />
    <WayDifferences day={day} way="payouts" />
  </section>
);

export const BankWay = ({ day }: Props) => (
  <section>
    <h2>
      <Words text={DAYS.bank} />
    </h2>
    <Facts
      facts={[
        [DAYS.onStatement, <Euros cents={day.figures.bank.firstCents} />],
        [DAYS.inBooks, <Euros cents={day.figures.bank.secondCents} />],
        ...gapFacts(day.figures.bank),
        [DAYS.ledgerClosing, <Euros cents={day.figures.bank.ledgerClosingCents} />],
        ...closingFacts(day.figures.bank),
      ]}
    />
    <WayDifferences day={day} way="bank" />
  </section>
);

function closingFacts(bank: DayFigures["bank"]): readonly Fact[] {
  const { ledgerClosingCents: ledger, statementClosingCents: statement, closingUnexplainedCents: left } = bank;
  if (statement === null || left === null) return [[DAYS.statementClosing, <Words text={DAYS.noStatement} />]];
  const facts: readonly Fact[] = [
    [DAYS.statementClosing, <Euros cents={statement} />],
    [DAYS.closingGap, <Euros cents={statement - ledger} />],
  ];
  return statement - ledger === left ? facts : [...facts, [DAYS.closingLeft, <Euros cents={left} />]];
}

import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { useText } from "../ui/context.ts";
import { ActionButton, ErrorSummary } from "../ui/form.tsx";
import { Euros, Facts, Notice, On, StateTag, Table, When, Words } from "../ui/show.tsx";
import { BankWay, PayoutWay, StripeWay } from "./day-comparison-views.tsx";
import { OtherDifferences } from "./day-difference-views.tsx";
import { DAYS } from "./day-messages.ts";
import { refusalText } from "./day-refusals.ts";
import type { LateEntry, ReconciliationDay, ReconciliationDayDetail } from "./read-days.ts";

const State = ({ day }: { readonly day: ReconciliationDay }) => {
  if (day.closing !== undefined) return <StateTag label={DAYS.closed} tone="good" />;
  return isQuiet(day) ? <StateTag label={DAYS.quiet} /> : <StateTag label={DAYS.open} tone="waiting" />;
};

/** Nothing moved that day on any side, and nothing was found. */
const isQuiet = ({ figures: { stripe, payouts, bank }, differences }: ReconciliationDay): boolean =>
  differences.length === 0 &&
  stripe.categories.length === 0 &&
  [payouts, bank].every(({ firstCents, secondCents, loose }) => firstCents === 0n && secondCents === 0n && loose === 0);

export const DayList = ({ days }: { readonly days: readonly ReconciliationDay[] }) => (
  <>
    <h1>
      <Words text={DAYS.title} />
    </h1>
    <p>
      <Words text={DAYS.intro} />
    </p>
    <Table
      caption={DAYS.title}
      titled
      rows={days}
      columns={[
        {
          heading: DAYS.day,
          cell: ({ day }) => (
            <a href={`/journees/${day}`}>
              <On date={day} />
            </a>
          ),
        },
        { heading: DAYS.state, cell: (day) => <State day={day} /> },
        { heading: DAYS.gapStripe, numeric: true, cell: (row) => <Euros cents={row.figures.stripe.gapCents} /> },
        { heading: DAYS.gapPayouts, numeric: true, cell: (row) => <Euros cents={row.figures.payouts.gapCents} /> },
        { heading: DAYS.gapBank, numeric: true, cell: (row) => <Euros cents={row.figures.bank.gapCents} /> },
        {
          heading: DAYS.openDifferences,
          numeric: true,
          cell: (row) => row.differences.filter(({ state }) => state === "open").length,
        },
      ]}
    />
  </>
);

type Props = {
  readonly actor: Actor;
  readonly day: ReconciliationDayDetail;
  readonly error?: AppError | undefined;
};

/** One day: the three comparisons with the differences that belong to it, and its closing (R1, R4). */
export const DayPage = ({ actor, day, error }: Props) => (
  <>
    <p>
      <a href="/journees">
        <Words text={DAYS.back} />
      </a>
    </p>
    <h1>
      <Words text={DAYS.dayOf} /> <On date={day.day} /> <State day={day} />
    </h1>
    <ErrorSummary error={error} />
    <Closed day={day} />
    <StripeWay day={day} />
    <PayoutWay day={day} />
    <BankWay day={day} />
    <OtherDifferences day={day} />
    {day.lateEntries.length > 0 && <Late entries={day.lateEntries} />}
    <Closing actor={actor} day={day} error={error} />
  </>
);

const Late = ({ entries }: { readonly entries: readonly LateEntry[] }) => (
  <section>
    <h2>
      <Words text={DAYS.late} />
    </h2>
    <p>
      <Words text={DAYS.lateHint} />
    </p>
    <Table
      caption={DAYS.late}
      titled
      rows={entries}
      columns={[
        { heading: DAYS.recorded, cell: (row) => <When at={row.recordedAt} time /> },
        { heading: DAYS.entry, cell: (row) => <code>{row.key}</code> },
        { heading: DAYS.reason, cell: (row) => row.reason ?? "–" },
      ]}
    />
  </section>
);

function Closed({ day: { closing } }: Pick<Props, "day">) {
  const t = useText();
  if (closing === undefined) return null;
  const { closedAt, sealSequence, sealHash } = closing;
  const seal = sealHash === null ? t(DAYS.noSeal) : <code>{`${sealSequence} · ${sealHash}`}</code>;
  return (
    <>
      <Notice tone="success">{t(DAYS.asClosed)}</Notice>
      <Facts
        facts={[
          [DAYS.closedOn, <When at={closedAt} time />],
          [DAYS.seal, seal],
        ]}
      />
    </>
  );
}

function Closing({ actor, day, error }: Props) {
  const t = useText();
  if (day.closing !== undefined) return null;
  const mayClose = permits(actor, "day.close");
  return (
    <section id="day">
      <h2>{t(DAYS.close)}</h2>
      {day.refusals.length > 0 && error === undefined && (
        <Notice tone="warning">
          <p>{t(DAYS.missing)}</p>
          <ul>
            {day.refusals.map((refusal) => (
              <li key={refusalText(refusal).en}>{t(refusalText(refusal))}</li>
            ))}
          </ul>
        </Notice>
      )}
      {mayClose && (
        <>
          <p>{t(DAYS.closeHint)}</p>
          <ActionButton
            action={`/journees/${day.day}/arrete`}
            label={DAYS.close}
            kind={day.refusals.length > 0 ? "secondary" : "primary"}
          />
        </>
      )}
    </section>
  );
}

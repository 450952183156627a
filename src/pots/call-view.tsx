import type { Actor } from "../domain/actor.ts";
import type { CallStanding } from "../domain/fund-call.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, On, StateTag, Table, When } from "../ui/show.tsx";
import { CALLS } from "./call-messages.ts";
import type { CallDetail, FundCall } from "./call-queries.ts";
import { CALL_STATES } from "./messages.ts";
import type { PotOverview } from "./overview.ts";
import { POTS } from "./page-messages.ts";
import { potPath } from "./pot-path.ts";
import { Ways } from "./pot-ways.tsx";
import type { WaysToPay } from "./ways-to-pay.ts";

const TONES = { open: "waiting", partly_paid: "waiting", paid: "good", cancelled: "neutral" } as const satisfies Record<
  CallStanding["state"],
  string
>;
const CallTag = ({ state }: { readonly state: CallStanding["state"] }) => (
  <StateTag label={CALL_STATES[state]} tone={TONES[state]} />
);

/** A pot's calls, those still to come, and the paymaster's two buttons. */
export function CallList({ overview, mayCall }: { readonly overview: PotOverview; readonly mayCall: boolean }) {
  const t = useText();
  const own = potPath(overview.pot);
  return (
    <section aria-labelledby="calls">
      <h2 id="calls">{t(CALLS.title)}</h2>
      <Table
        caption={CALLS.sent}
        empty={CALLS.none}
        rows={overview.calls}
        columns={[
          { heading: CALLS.number, cell: (row) => <a href={`${own}/appels/${row.id}`}>{row.reference}</a> },
          { heading: CALLS.dueOn, cell: (row) => <On date={row.dueOn} /> },
          { heading: CALLS.called, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
          { heading: CALLS.open, numeric: true, cell: (row) => <Euros cents={row.openCents} /> },
          { heading: CALLS.state, cell: (row) => <CallTag state={row.state} /> },
        ]}
      />
      {overview.planned.length > 0 && <Planned overview={overview} mayCall={mayCall} />}
      {mayCall && (
        <div class="buttons">
          {overview.callableCents > 0n && (
            <ButtonLink href={`${own}/appels/nouveau`} kind="secondary">
              {t(CALLS.issue)}
            </ButtonLink>
          )}
          <ButtonLink href={`${own}/echeances/nouvelle`} kind="secondary">
            {t(CALLS.plan)}
          </ButtonLink>
        </div>
      )}
    </section>
  );
}

function Planned({ overview, mayCall }: { readonly overview: PotOverview; readonly mayCall: boolean }) {
  const own = potPath(overview.pot);
  return (
    <Table
      caption={CALLS.planned}
      rows={overview.planned}
      columns={[
        { heading: CALLS.issueOn, cell: (row) => <On date={row.issueOn} /> },
        { heading: CALLS.dueOn, cell: (row) => <On date={row.dueOn} /> },
        { heading: POTS.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
        ...(mayCall
          ? [
              {
                heading: CALLS.drop,
                cell: (row: PotOverview["planned"][number]) => (
                  <ActionButton action={`${own}/echeances/${row.id}/suppression`} label={CALLS.drop} kind="secondary" />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

type Props = {
  readonly actor: Actor;
  readonly detail: CallDetail;
  readonly ways: WaysToPay;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One call, to print: who asks whom for how much, by when, on which account, with which reference. */
export function CallPage({ actor, detail: { call, pot }, ways, typed, error }: Props) {
  const t = useText();
  const mayCancel = call.openCents > 0n && permits(actor, "call.issue");
  return (
    <>
      <h1>
        {t(CALLS.one)} {call.reference} <CallTag state={call.state} />
      </h1>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [CALLS.from, ways.holderName],
          [CALLS.partner, pot.partnerName],
          [CALLS.pot, <a href={potPath(pot)}>{pot.name}</a>],
          [CALLS.issuedOn, <When at={call.issuedAt} />],
          [
            CALLS.called,
            <strong>
              <Euros cents={call.amountCents} />
            </strong>,
          ],
          [CALLS.dueOn, <On date={call.dueOn} />],
          ...covered(call),
        ]}
      />
      {call.note !== null && <p>{call.note}</p>}
      {call.openCents > 0n && (
        <section>
          <h2>{t(CALLS.howToPay)}</h2>
          <Ways ways={ways} />
          <p class="hint">{t(CALLS.booksNothing)}</p>
        </section>
      )}
      {mayCancel && (
        <details open={error !== undefined} class="no-print">
          <summary>{t(CALLS.cancel)}</summary>
          <Form action={`${potPath(pot)}/appels/${call.id}/annulation`}>
            <Field
              name="reason"
              label={CALLS.cancelReason}
              rows={3}
              maxLength={1_000}
              value={field(typed, "reason")}
              errors={error?.fields}
            />
            <Button kind="danger">{t(CALLS.cancel)}</Button>
          </Form>
        </details>
      )}
    </>
  );
}

const covered = (call: FundCall) => [
  ...(call.coveredCents > 0n ? ([[CALLS.covered, <Euros cents={call.coveredCents} />]] as const) : []),
  ...(call.state === "partly_paid" ? ([[CALLS.open, <Euros cents={call.openCents} />]] as const) : []),
  ...(call.remindedAt === null ? [] : ([[CALLS.remindedOn, <When at={call.remindedAt} />]] as const)),
  ...(call.cancelledAt === null ? [] : ([[CALLS.cancelledOn, <When at={call.cancelledAt} />]] as const)),
  ...(call.cancelReason === null ? [] : ([[CALLS.cancelReason, call.cancelReason]] as const)),
];

import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, Form } from "../ui/form.tsx";
import { Euros, StateTag, Table, When } from "../ui/show.tsx";
import { REVERSAL, REVERSAL_STATE_NAMES } from "./page-messages.ts";
import type { DisbursementDetail } from "./queries.ts";
import type { ReversalState } from "./reversal-queries.ts";

const TONES = {
  proposed: "waiting",
  confirmed: "waiting",
  done: "good",
  refused: "bad",
  cancelled: "neutral",
} as const satisfies Record<ReversalState, string>;

type Props = {
  readonly actor: Actor;
  readonly disbursement: DisbursementDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** What was taken back of a Stripe transfer, and the buttons of the two people who take it back (D6). */
export function Reversals({ actor, disbursement: one, typed, error }: Props) {
  const t = useText();
  const open = one.reversals.find(({ state }) => state === "proposed" || state === "confirmed");
  const mayDecide = permits(actor, "transfer-reversal.decide", one.organisationId) && one.state === "paid";
  if (one.rail !== "stripe" || (one.reversals.length === 0 && !mayDecide)) return null;
  const isOther = actor.kind === "user" && open?.proposedBy !== actor.userId;
  const path = `/versements/${one.id}/reprise`;
  return (
    <section>
      <h2>{t(REVERSAL.title)}</h2>
      <p>{t(REVERSAL.intro)}</p>
      {one.reversals.length > 0 && (
        <Table
          caption={REVERSAL.title}
          titled
          rows={one.reversals}
          columns={[
            { heading: REVERSAL.at, cell: (row) => <When at={row.proposedAt} time /> },
            { heading: REVERSAL.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
            { heading: REVERSAL.reason, cell: (row) => row.reason },
            {
              heading: REVERSAL.state,
              cell: (row) => <StateTag label={REVERSAL_STATE_NAMES[row.state]} tone={TONES[row.state]} />,
            },
          ]}
        />
      )}
      {mayDecide && open?.state === "proposed" && (
        <>
          {isOther && <ActionButton action={`${path}/confirmation`} label={REVERSAL.confirm} />}
          <ActionButton action={`${path}/annulation`} label={REVERSAL.cancel} kind="secondary" />
        </>
      )}
      {mayDecide && open === undefined && (
        <Form action={path}>
          <MoneyField
            name="reversalCents"
            label={REVERSAL.amount}
            value={field(typed, "reversalCents")}
            errors={error?.fields}
          />
          <Field
            name="reversalReason"
            label={REVERSAL.reason}
            rows={2}
            maxLength={1_000}
            value={field(typed, "reversalReason")}
            errors={error?.fields}
          />
          <Button kind="danger">{t(REVERSAL.propose)}</Button>
        </Form>
      )}
    </section>
  );
}

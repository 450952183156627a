import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, fieldValues, type Form as Typed } from "../http/page-kit.tsx";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Notice, StateTag, Table, When } from "../ui/show.tsx";
import type { PaymentFileDetail } from "./file-queries.ts";
import { NON_EXECUTION, NON_EXECUTION_STATE_NAMES } from "./non-execution-messages.ts";
import type { NonExecutionState } from "./non-execution-queries.ts";

export const ALL = "tous";

const TONES = { declared: "waiting", confirmed: "good", dropped: "neutral" } as const satisfies Record<
  NonExecutionState,
  string
>;

type Props = {
  readonly actor: Actor;
  readonly file: PaymentFileDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** What was said of orders the bank never made, and the forms of the two people who say it (D6). */
export function NonExecutions({ actor, file, typed, error }: Props) {
  const t = useText();
  const orders = ordersOf(file);
  const sent = orders.filter(({ state }) => state === "sent");
  const declared = file.nonExecutions.filter(
    ({ state, orderId }) => state === "declared" && sent.some(({ id }) => id === orderId),
  );
  const awaited = sent.filter(({ id }) => !declared.some(({ orderId }) => orderId === id));
  const isDeclarer = awaited.length > 0 && permits(actor, "non-execution.declare");
  const isConfirmer = declared.length > 0 && permits(actor, "non-execution.confirm");
  if (file.nonExecutions.length === 0 && !isDeclarer) return null;
  const isOwn = actor.kind === "user" && declared.every(({ declaredBy }) => declaredBy === actor.userId);
  const path = `/virements/${file.id}/non-execution`;
  const referenceOf = (orderId: string) => orders.find(({ id }) => id === orderId)?.endToEndId ?? "";
  return (
    <section>
      <h2>{t(NON_EXECUTION.title)}</h2>
      <p>{t(NON_EXECUTION.intro)}</p>
      {file.nonExecutions.length > 0 && (
        <Table
          caption={NON_EXECUTION.said}
          rows={file.nonExecutions}
          columns={[
            { heading: NON_EXECUTION.order, cell: (row) => <code>{referenceOf(row.orderId)}</code> },
            { heading: NON_EXECUTION.why, cell: (row) => row.reason },
            {
              heading: NON_EXECUTION.by,
              cell: (row) => (
                <>
                  {row.declaredByName}, <When at={row.declaredAt} time />
                </>
              ),
            },
            { heading: NON_EXECUTION.decidedBy, cell: (row) => row.decidedByName },
            {
              heading: NON_EXECUTION.state,
              cell: (row) => <StateTag label={NON_EXECUTION_STATE_NAMES[row.state]} tone={TONES[row.state]} />,
            },
          ]}
        />
      )}
      {isConfirmer && (
        <Form action={`${path}/confirmation`}>
          <h3>{t(NON_EXECUTION.confirmTitle)}</h3>
          <Notice tone="warning">{t(isOwn ? NON_EXECUTION.own : NON_EXECUTION.beSure)}</Notice>
          <Orders
            name="declaredIds"
            orders={sent.filter((one) => !awaited.includes(one))}
            typed={typed}
            error={error}
          />
          {!isOwn && <Button kind="danger">{t(NON_EXECUTION.confirm)}</Button>}
          <Button kind="secondary" to={`${path}/abandon`}>
            {t(NON_EXECUTION.drop)}
          </Button>
        </Form>
      )}
      {isDeclarer && (
        <Form action={path}>
          <Orders name="orderIds" orders={awaited} typed={typed} error={error} />
          <Field
            name="reason"
            label={NON_EXECUTION.reason}
            hint={NON_EXECUTION.reasonHint}
            rows={3}
            maxLength={1_000}
            value={field(typed, "reason")}
            errors={error?.fields}
          />
          <Button kind="danger">{t(NON_EXECUTION.declare)}</Button>
        </Form>
      )}
    </section>
  );
}

const ordersOf = ({ disbursements, withdrawals }: PaymentFileDetail) => [
  ...disbursements.map(({ id, state, amountCents, endToEndId, organisationName }) => ({
    id,
    state,
    amountCents,
    endToEndId,
    payee: organisationName,
  })),
  ...withdrawals.map(({ id, state, amountCents, endToEndId, partnerName }) => ({
    id,
    state,
    amountCents,
    endToEndId,
    payee: partnerName,
  })),
];

type OrdersProps = Pick<Props, "typed" | "error"> & {
  readonly name: string;
  readonly orders: ReturnType<typeof ordersOf>;
};

/** Which orders are meant, or all that are listed: their ids go with the form, so that none is meant unseen. */
const Orders = ({ name, orders, typed, error }: OrdersProps) => (
  <>
    <Choice
      name={name}
      legend={NON_EXECUTION.which}
      several
      options={[
        ...(orders.length > 1 ? [{ value: ALL, label: NON_EXECUTION.all(orders.length) }] : []),
        ...orders.map(({ id, payee, amountCents, endToEndId }) => ({
          value: id,
          label: {
            fr: `${payee}, ${formatEuros(amountCents, "fr")}, ${endToEndId}`,
            en: `${payee}, ${formatEuros(amountCents, "en")}, ${endToEndId}`,
          },
        })),
      ]}
      value={fieldValues(typed, name)}
      errors={error?.fields}
    />
    <input type="hidden" name="listed" value={orders.map(({ id }) => id).join(",")} />
  </>
);

import { DisbursementTag } from "../disbursements/disbursement-table.tsx";
import { STEP_NAMES } from "../disbursements/messages.ts";
import type { ApprovalRow } from "../disbursements/queries.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { shortReference } from "../domain/short-reference.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, StateTag, Table, When } from "../ui/show.tsx";
import { POTS } from "./page-messages.ts";
import { potPath } from "./pot-path.ts";
import { WITHDRAWALS } from "./withdrawal-messages.ts";
import type { WithdrawalDetail } from "./withdrawal-queries.ts";
import { withdrawalPath } from "./withdrawal-table.tsx";

type Props = {
  readonly actor: Actor;
  readonly withdrawal: WithdrawalDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** Everything an approver must see, and the buttons of whoever may act now (D3, D4). */
export function WithdrawalPage({ actor, withdrawal: one, typed, error }: Props) {
  const t = useText();
  const pot = { agreementId: one.agreementId, id: one.potId };
  return (
    <>
      <h1>
        {t(WITHDRAWALS.one)} <DisbursementTag state={one.state} />
      </h1>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [POTS.amount, <Euros cents={one.amountCents} />],
          [WITHDRAWALS.pot, <a href={potPath(pot)}>{one.potName}</a>],
          [POTS.payee, one.partnerName],
          [WITHDRAWALS.account, one.accountMasked],
          [WITHDRAWALS.accountHolder, one.accountHolder],
          [POTS.reason, one.reason],
          [POTS.askedBy, one.requestedByName],
          [POTS.askedOn, <When at={one.createdAt} time />],
          [WITHDRAWALS.reference, <code>{one.endToEndId}</code>],
          ...(one.paymentFileId === null ? [] : [fileFact(actor, one.paymentFileId)]),
          ...(one.endedReason === null ? [] : ([[WITHDRAWALS.endedReason, one.endedReason]] as const)),
          [WITHDRAWALS.fingerprint, <code>{one.contentHash}</code>],
        ]}
      />
      <Approvals rows={one.approvals} />
      <Decision actor={actor} withdrawal={one} />
      <Ending actor={actor} withdrawal={one} typed={typed} error={error} />
    </>
  );
}

const fileFact = (actor: Actor, fileId: string) =>
  [
    WITHDRAWALS.file,
    permits(actor, "payment-file.read") ? (
      <a href={`/virements/${fileId}`}>{shortReference(fileId)}</a>
    ) : (
      shortReference(fileId)
    ),
  ] as const;

const Approvals = ({ rows }: { readonly rows: readonly ApprovalRow[] }) => {
  const t = useText();
  return (
    <Table
      caption={WITHDRAWALS.approvals}
      empty={WITHDRAWALS.noApprovals}
      rows={rows}
      columns={[
        { heading: WITHDRAWALS.step, cell: (row) => t(STEP_NAMES[row.step]) },
        { heading: WITHDRAWALS.by, cell: (row) => row.name },
        { heading: WITHDRAWALS.at, cell: (row) => <When at={row.createdAt} time /> },
        {
          heading: WITHDRAWALS.standing,
          cell: (row) => (
            <StateTag
              label={row.voidedAt === null ? WITHDRAWALS.live : WITHDRAWALS.voided}
              tone={row.voidedAt === null ? "good" : "neutral"}
            />
          ),
        },
      ]}
    />
  );
};

/** The hash of what this page shows goes with the click: something else is never approved (D4). */
function Decision({ actor, withdrawal: one }: Pick<Props, "actor" | "withdrawal">) {
  const t = useText();
  const mayAuthorise = one.state === "requested" && permits(actor, "disbursement.authorise");
  const mayOrder = one.state === "authorised" && permits(actor, "disbursement.order");
  if (!mayAuthorise && !mayOrder) return null;
  return (
    <section>
      <h2>{t(WITHDRAWALS.decide)}</h2>
      <ActionButton
        action={`${withdrawalPath(one)}/${mayAuthorise ? "autorisation" : "ordre"}`}
        label={mayAuthorise ? WITHDRAWALS.authorise : WITHDRAWALS.order}
        fields={{ contentHash: one.contentHash }}
      />
    </section>
  );
}

function Ending({ actor, withdrawal: one, typed, error }: Props) {
  const t = useText();
  const isEarly = one.state === "requested" || one.state === "authorised";
  const mayRefuse = isEarly && permits(actor, "disbursement.refuse");
  const mayCancel = (isEarly || one.state === "ordered") && permits(actor, "withdrawal.cancel", one.partnerId);
  if (!mayRefuse && !mayCancel) return null;
  const label = mayRefuse ? WITHDRAWALS.refuse : WITHDRAWALS.cancel;
  return (
    <section>
      <h2>{t(label)}</h2>
      <Form action={`${withdrawalPath(one)}/${mayRefuse ? "refus" : "annulation"}`}>
        <Field
          name="reason"
          label={POTS.reason}
          rows={3}
          maxLength={1_000}
          value={field(typed, "reason")}
          errors={error?.fields}
        />
        <Button kind="danger">{t(label)}</Button>
      </Form>
    </section>
  );
}

type FormProps = {
  readonly pot: { readonly id: string; readonly agreementId: string; readonly name: string };
  readonly remainingCents: bigint;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

export function WithdrawalForm({ pot, remainingCents, typed, error }: FormProps) {
  const t = useText();
  return (
    <>
      <h1>{t(WITHDRAWALS.ask)}</h1>
      <ErrorSummary error={error} />
      <p>
        <a href={potPath(pot)}>{pot.name}</a>
      </p>
      <p>{t(WITHDRAWALS.askNote)}</p>
      <Facts facts={[[WITHDRAWALS.free, <Euros cents={remainingCents} />]]} />
      <Form action={`${potPath(pot)}/retraits/nouveau`}>
        <MoneyField name="amountCents" label={POTS.amount} value={field(typed, "amountCents")} errors={error?.fields} />
        <Field
          name="reason"
          label={POTS.reason}
          hint={WITHDRAWALS.whyHint}
          rows={3}
          maxLength={500}
          value={field(typed, "reason")}
          errors={error?.fields}
        />
        <Button>{t(WITHDRAWALS.ask)}</Button>
      </Form>
    </>
  );
}

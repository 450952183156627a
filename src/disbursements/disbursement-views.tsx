import type { Actor } from "../domain/actor.ts";
import type { ApprovalStep } from "../domain/disbursement.ts";
import { permits } from "../domain/permissions.ts";
import { shortReference } from "../domain/short-reference.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { eurosForInput } from "../ui/format.ts";
import { Euros, Facts, Notice, StateTag, Table, When } from "../ui/show.tsx";
import { ApprovalContext } from "./approval-view.tsx";
import { DisbursementFields } from "./disbursement-fields.tsx";
import { DisbursementTag } from "./disbursement-table.tsx";
import { RAIL_NAMES, STEP_NAMES } from "./messages.ts";
import { DISBURSEMENT } from "./page-messages.ts";
import type { ApprovalRow, DisbursementDetail } from "./queries.ts";
import type { ApprovalSeen } from "./read-approval.ts";
import { Reversals } from "./reversal-view.tsx";

type Props = {
  readonly actor: Actor;
  readonly disbursement: DisbursementDetail;
  /** What the grant may still pay besides this, in cents. */
  readonly leftCents: bigint;
  /** For staff: what an approver must see around it. */
  readonly seen: ApprovalSeen | undefined;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** Everything an approver must see, and the buttons of whoever may act now (D3, D4). */
export function DisbursementPage({ actor, disbursement, leftCents, seen, typed, error }: Props) {
  const t = useText();
  return (
    <>
      <h1>
        {t(DISBURSEMENT.one)} <DisbursementTag state={disbursement.state} />
      </h1>
      <ErrorSummary error={error} />
      <DisbursementFacts actor={actor} disbursement={disbursement} leftCents={leftCents} />
      <p>
        <a href={`/subventions/${disbursement.grantId}`}>{t(DISBURSEMENT.grant)}</a>
      </p>
      {seen !== undefined && <ApprovalContext disbursement={disbursement} seen={seen} leftCents={leftCents} />}
      <Approvals rows={disbursement.approvals} />
      <TransferState actor={actor} disbursement={disbursement} />
      <Reversals actor={actor} disbursement={disbursement} typed={typed} error={error} />
      {seen?.judged !== undefined && seen.judged.obstacle === undefined && (
        <Decision disbursement={disbursement} step={seen.judged.step} />
      )}
      <Endings actor={actor} disbursement={disbursement} typed={typed} error={error} />
      <Change actor={actor} disbursement={disbursement} typed={typed} error={error} />
    </>
  );
}

function DisbursementFacts({
  actor,
  disbursement: one,
  leftCents,
}: Pick<Props, "actor" | "disbursement" | "leftCents">) {
  const t = useText();
  const facts: (readonly [Text, preact.ComponentChildren] | undefined)[] = [
    [DISBURSEMENT.amount, <Euros cents={one.amountCents} />],
    [DISBURSEMENT.purpose, one.purpose],
    [DISBURSEMENT.payee, one.organisationName],
    [DISBURSEMENT.campaign, one.campaignTitle],
    [DISBURSEMENT.rail, t(RAIL_NAMES[one.rail])],
    [DISBURSEMENT.account, one.accountMasked],
    one.accountHolder === null ? undefined : [DISBURSEMENT.accountHolder, one.accountHolder],
    one.accountVerifiedAt === null ? undefined : [DISBURSEMENT.verifiedOn, <When at={one.accountVerifiedAt} />],
    one.accountOpensAt === null ? undefined : [DISBURSEMENT.opensAt, <When at={one.accountOpensAt} time />],
    [DISBURSEMENT.left, <Euros cents={leftCents} />],
    [DISBURSEMENT.askedBy, one.requestedByName],
    [DISBURSEMENT.askedOn, <When at={one.createdAt} time />],
    [DISBURSEMENT.reference, one.endToEndId],
    one.paymentFileId === null
      ? undefined
      : [
          DISBURSEMENT.file,
          permits(actor, "payment-file.read") ? (
            <a href={`/virements/${one.paymentFileId}`}>{shortReference(one.paymentFileId)}</a>
          ) : (
            shortReference(one.paymentFileId)
          ),
        ],
    one.stripeTransferId === null ? undefined : [DISBURSEMENT.transfer, one.stripeTransferId],
    one.endedReason === null ? undefined : [DISBURSEMENT.endedReason, one.endedReason],
    [DISBURSEMENT.fingerprint, <code>{one.contentHash}</code>],
  ];
  return <Facts facts={facts.filter((fact) => fact !== undefined)} />;
}

const Approvals = ({ rows }: { readonly rows: readonly ApprovalRow[] }) => {
  const t = useText();
  return (
    <Table
      caption={DISBURSEMENT.approvals}
      empty={DISBURSEMENT.noApprovals}
      rows={rows}
      columns={[
        { heading: DISBURSEMENT.step, cell: (row) => t(STEP_NAMES[row.step]) },
        { heading: DISBURSEMENT.by, cell: (row) => row.name },
        { heading: DISBURSEMENT.at, cell: (row) => <When at={row.createdAt} time /> },
        {
          heading: DISBURSEMENT.standing,
          cell: (row) => (
            <StateTag
              label={row.voidedAt === null ? DISBURSEMENT.live : DISBURSEMENT.voided}
              tone={row.voidedAt === null ? "good" : "neutral"}
            />
          ),
        },
      ]}
    />
  );
};

type Part = Pick<Props, "actor" | "disbursement">;

function TransferState({ actor, disbursement: one }: Part) {
  const t = useText();
  if (one.rail !== "stripe" || one.state !== "ordered") return null;
  if (one.transferStartedAt !== null) return <Notice>{t(DISBURSEMENT.underWay)}</Notice>;
  if (one.transferAttempt === 0) return null;
  return (
    <Notice tone="warning">
      <p>{t(DISBURSEMENT.refusedByStripe)}</p>
      {permits(actor, "disbursement.order", one.organisationId) && (
        <ActionButton action={`/versements/${one.id}/nouvel-essai`} label={DISBURSEMENT.retry} />
      )}
    </Notice>
  );
}

/** The hash of what this page shows goes with the click: something else is never approved (D4). */
function Decision({ disbursement: one, step }: Pick<Props, "disbursement"> & { readonly step: ApprovalStep }) {
  const t = useText();
  return (
    <section>
      <h2>{t(DISBURSEMENT.decide)}</h2>
      <ActionButton
        action={`/versements/${one.id}/${step === "authorise" ? "autorisation" : "ordre"}`}
        label={step === "authorise" ? DISBURSEMENT.authorise : DISBURSEMENT.order}
        fields={{ contentHash: one.contentHash }}
      />
    </section>
  );
}

type Typing = Pick<Props, "actor" | "disbursement" | "typed" | "error">;

function Endings({ actor, disbursement: one, typed, error }: Typing) {
  const t = useText();
  const isEarly = one.state === "requested" || one.state === "authorised";
  const mayRefuse = isEarly && permits(actor, "disbursement.refuse", one.organisationId);
  const mayCancel = (isEarly || one.state === "ordered") && permits(actor, "disbursement.cancel", one.organisationId);
  const label = mayRefuse ? DISBURSEMENT.refuse : DISBURSEMENT.cancel;
  if (!mayRefuse && !mayCancel) return null;
  return (
    <section>
      <h2>{t(label)}</h2>
      <Form action={`/versements/${one.id}/${mayRefuse ? "refus" : "annulation"}`}>
        <Field
          name="reason"
          label={DISBURSEMENT.reason}
          hint={DISBURSEMENT.reasonHint}
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

function Change({ actor, disbursement: one, typed, error }: Typing) {
  const t = useText();
  const isEarly = one.state === "requested" || one.state === "authorised";
  if (!isEarly || !permits(actor, "disbursement.request", one.organisationId)) return null;
  const values = {
    amountCents: eurosForInput(one.amountCents),
    rail: one.rail,
    purpose: one.purpose,
    ...typed,
  };
  return (
    <section>
      <h2>{t(DISBURSEMENT.change)}</h2>
      <p>{t(DISBURSEMENT.changeHint)}</p>
      <Form action={`/versements/${one.id}/modification`}>
        <DisbursementFields typed={values} errors={error?.fields} />
        <Button kind="secondary">{t(DISBURSEMENT.change)}</Button>
      </Form>
    </section>
  );
}

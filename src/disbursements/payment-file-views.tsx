import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { shortReference } from "../domain/short-reference.ts";
import type { AppError } from "../errors.ts";
import type { Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import type { Withdrawal } from "../pots/withdrawal-queries.ts";
import { WithdrawalTable } from "../pots/withdrawal-table.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton, ErrorSummary } from "../ui/form.tsx";
import { BackTo, Euros, Facts, Notice, On, Table, When } from "../ui/show.tsx";
import type { HeldOrder, PaymentFileOutcome } from "./create-payment-file.ts";
import { DisbursementTable } from "./disbursement-table.tsx";
import type { PaymentFileDetail, PaymentFileSummary } from "./file-queries.ts";
import { OBSTACLES } from "./messages.ts";
import { NonExecutions } from "./non-execution-view.tsx";
import { DISBURSEMENT, leftForNext } from "./page-messages.ts";
import type { DisbursementSummary } from "./queries.ts";

type ListProps = {
  readonly files: Page<PaymentFileSummary>;
  /** Ordered bank payments that stand in no file yet. */
  readonly ready: readonly DisbursementSummary[];
  readonly withdrawals: readonly Withdrawal[];
  readonly mayCreate: boolean;
};

export function PaymentFileList({ files, ready, withdrawals, mayCreate }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(DISBURSEMENT.files)}</h1>
      {ready.length > 0 && <DisbursementTable caption={DISBURSEMENT.title} rows={ready} />}
      {withdrawals.length > 0 && <WithdrawalTable caption={DISBURSEMENT.withdrawals} rows={withdrawals} />}
      {mayCreate && ready.length + withdrawals.length > 0 && (
        <>
          <p>{t(DISBURSEMENT.createFileHint)}</p>
          <ActionButton action="/virements" label={DISBURSEMENT.createFile} />
        </>
      )}
      <Table
        caption={DISBURSEMENT.files}
        titled
        rows={files.items}
        empty={DISBURSEMENT.noFiles}
        columns={[
          {
            heading: DISBURSEMENT.number,
            cell: (file) => <a href={`/virements/${file.id}`}>{shortReference(file.id)}</a>,
          },
          { heading: DISBURSEMENT.createdOn, cell: (file) => <When at={file.createdAt} time /> },
          { heading: DISBURSEMENT.executeOn, cell: (file) => <On date={file.executeOn} /> },
          { heading: DISBURSEMENT.total, numeric: true, cell: (file) => <Euros cents={file.controlSumCents} /> },
        ]}
      />
    </>
  );
}

type FileProps = {
  readonly actor: Actor;
  readonly file: PaymentFileDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

export function PaymentFilePage({ actor, file, typed, error }: FileProps) {
  const t = useText();
  return (
    <>
      <BackTo href="/virements" list={DISBURSEMENT.files} />
      <h1>
        {t(DISBURSEMENT.file)} {shortReference(file.id)}
      </h1>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [DISBURSEMENT.messageId, <code>{file.messageId}</code>],
          [DISBURSEMENT.createdOn, <When at={file.createdAt} time />],
          [DISBURSEMENT.executeOn, <On date={file.executeOn} />],
          [DISBURSEMENT.total, <Euros cents={file.controlSumCents} />],
          [DISBURSEMENT.sha256, <code>{file.sha256}</code>],
        ]}
      />
      {mayDownload(actor, file) && (
        <>
          <p>{t(DISBURSEMENT.downloadHint)}</p>
          <ActionButton action={`/virements/${file.id}/fichier`} label={DISBURSEMENT.download} />
        </>
      )}
      <Table
        caption={DISBURSEMENT.downloads}
        empty={DISBURSEMENT.noDownloads}
        rows={file.downloads}
        columns={[
          { heading: DISBURSEMENT.by, cell: (row) => row.name },
          { heading: DISBURSEMENT.at, cell: (row) => <When at={row.downloadedAt} time /> },
        ]}
      />
      {file.disbursements.length > 0 && <DisbursementTable caption={DISBURSEMENT.title} rows={file.disbursements} />}
      {file.withdrawals.length > 0 && <WithdrawalTable caption={DISBURSEMENT.withdrawals} rows={file.withdrawals} />}
      <NonExecutions actor={actor} file={file} typed={typed} error={error} />
    </>
  );
}

const mayDownload = (actor: Actor, { nonExecutions }: PaymentFileDetail): boolean =>
  permits(actor, "payment-file.download") && !nonExecutions.some(({ state }) => state === "confirmed");

export function FileOutcome({ outcome }: { readonly outcome: PaymentFileOutcome }) {
  const t = useText();
  const reasonOf = ({ reason }: Pick<HeldOrder, "reason">) =>
    reason === "not-writable" ? DISBURSEMENT.notWritable : OBSTACLES[reason];
  return (
    <>
      <h1>{t(DISBURSEMENT.files)}</h1>
      {outcome.paymentFileId === undefined ? (
        <Notice tone="warning">{t(DISBURSEMENT.nothingToPay)}</Notice>
      ) : (
        <p>
          <a href={`/virements/${outcome.paymentFileId}`}>{t(DISBURSEMENT.file)}</a>
        </p>
      )}
      {outcome.left > 0 && <Notice tone="warning">{t(leftForNext(outcome.left))}</Notice>}
      {outcome.left > 0 && <ActionButton action="/virements" label={DISBURSEMENT.createNextFile} />}
      {outcome.held.length > 0 && (
        <Table
          caption={DISBURSEMENT.held}
          rows={outcome.held}
          columns={[
            {
              heading: DISBURSEMENT.one,
              cell: (held) => <a href={`/versements/${held.disbursementId}`}>{shortReference(held.disbursementId)}</a>,
            },
            { heading: DISBURSEMENT.why, cell: (held) => t(reasonOf(held)) },
          ]}
        />
      )}
      {outcome.heldWithdrawals.length > 0 && (
        <Table
          caption={DISBURSEMENT.heldWithdrawals}
          rows={outcome.heldWithdrawals}
          columns={[
            { heading: DISBURSEMENT.withdrawal, cell: (held) => shortReference(held.withdrawalId) },
            { heading: DISBURSEMENT.why, cell: (held) => t(reasonOf(held)) },
          ]}
        />
      )}
    </>
  );
}

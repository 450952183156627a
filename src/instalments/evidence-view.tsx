import { permits } from "../domain/permissions.ts";
import { ACCEPTED_FILES } from "../evidence/file-types.ts";
import { FILES } from "../evidence/messages.ts";
import { field } from "../http/page-kit.tsx";
import { useLanguage, useText } from "../ui/context.ts";
import { Field, FileField } from "../ui/field.tsx";
import { ActionButton, Button, Form } from "../ui/form.tsx";
import { formatCount } from "../ui/format.ts";
import { Facts, StateTag, Table, When } from "../ui/show.tsx";
import type { Evidence, EvidenceFile } from "./evidence-queries.ts";
import type { InstalmentProps } from "./instalment-view.tsx";
import { EVIDENCE, INSTALMENTS } from "./page-messages.ts";

/** Where the holder gathers files and sends them: each file alone, so that a bad network loses one at most. */
export function EvidenceDraft({ actor, instalment: one, typed, error }: InstalmentProps) {
  const t = useText();
  const isAwaited = one.state === "open" && one.fundSignedAt !== null;
  if (!isAwaited || !permits(actor, "evidence.send", one.organisationId)) return null;
  const path = `/tranches/${one.id}`;
  const files = one.evidence.find((evidence) => evidence.state === "draft")?.files ?? [];
  return (
    <section>
      <h2>{t(EVIDENCE.toSend)}</h2>
      <p>{t(EVIDENCE.steps)}</p>
      <Form action={`${path}/fichiers`} upload>
        <FileField name="file" label={FILES.file} hint={FILES.hint} accept={ACCEPTED_FILES} errors={error?.fields} />
        <Button kind="secondary">{t(EVIDENCE.add)}</Button>
      </Form>
      {files.length > 0 && (
        <>
          <FileTable instalmentId={one.id} caption={EVIDENCE.draft} files={files} mayRemove />
          <Form action={`${path}/envoi`}>
            <Field
              name="comment"
              label={EVIDENCE.comment}
              hint={EVIDENCE.sendHint}
              rows={3}
              maxLength={2_000}
              optional
              value={field(typed, "comment")}
              errors={error?.fields}
            />
            <Button>{t(EVIDENCE.send)}</Button>
          </Form>
        </>
      )}
    </section>
  );
}

/** What was sent, the newest first, with the fund's answers. */
export function SentEvidenceList({ instalment }: Pick<InstalmentProps, "instalment">) {
  const t = useText();
  const sent = instalment.evidence.filter((one) => one.state !== "draft");
  if (sent.length === 0) return null;
  return (
    <section>
      <h2>{t(EVIDENCE.sent)}</h2>
      {sent.map((one) => (
        <article class="card" key={one.id}>
          <p>
            <AnswerTag state={one.state} />
          </p>
          <Facts
            facts={[
              ...(one.sentAt === null ? [] : [[EVIDENCE.sentAt, <When at={one.sentAt} time />] as const]),
              [EVIDENCE.sentBy, one.sentByName],
              ...(one.comment === "" ? [] : [[EVIDENCE.comment, one.comment] as const]),
              ...(one.reason === null ? [] : [[EVIDENCE.refusal, one.reason] as const]),
            ]}
          />
          <FileTable instalmentId={instalment.id} caption={EVIDENCE.files} files={one.files} />
        </article>
      ))}
    </section>
  );
}

function AnswerTag({ state }: Pick<Evidence, "state">) {
  if (state === "accepted") return <StateTag label={EVIDENCE.isAccepted} tone="good" />;
  return state === "refused" ? (
    <StateTag label={EVIDENCE.isRefused} tone="bad" />
  ) : (
    <StateTag label={EVIDENCE.isSent} tone="waiting" />
  );
}

/** The case officer's answer. The hash of what this page shows goes with the click. */
export function AnswerEvidence({ actor, instalment: one, typed, error }: InstalmentProps) {
  const t = useText();
  const evidence = one.evidence.find(({ state }) => state === "sent" || state === "accepted");
  if (evidence?.contentHash == null || !permits(actor, "evidence.examine", one.organisationId)) return null;
  const isWaiting = evidence.state === "sent";
  const path = `/tranches/${one.id}`;
  const refusal = isWaiting ? EVIDENCE.refuse : EVIDENCE.takeBack;
  return (
    <section>
      <h2>{t(EVIDENCE.decide)}</h2>
      {isWaiting && (
        <>
          <p>{t(EVIDENCE.decideHint)}</p>
          <ActionButton
            action={`${path}/acceptation`}
            label={EVIDENCE.accept}
            fields={{ contentHash: evidence.contentHash }}
          />
        </>
      )}
      <details open={(isWaiting && error !== undefined) || undefined}>
        <summary>{t(refusal)}</summary>
        {!isWaiting && <p>{t(EVIDENCE.takeBackHint)}</p>}
        <Form action={`${path}/rejet`}>
          <input type="hidden" name="contentHash" value={evidence.contentHash} />
          <Field
            name="reason"
            label={INSTALMENTS.reason}
            hint={INSTALMENTS.reasonHint}
            rows={3}
            maxLength={1_000}
            value={field(typed, "reason")}
            errors={error?.fields}
          />
          <Button kind="danger">{t(refusal)}</Button>
        </Form>
      </details>
    </section>
  );
}

type FileTableProps = {
  readonly instalmentId: string;
  readonly caption: { readonly fr: string; readonly en: string };
  readonly files: readonly EvidenceFile[];
  readonly mayRemove?: boolean;
};

function FileTable({ instalmentId, caption, files, mayRemove = false }: FileTableProps) {
  const path = (file: EvidenceFile) => `/tranches/${instalmentId}/fichiers/${file.id}`;
  return (
    <Table
      caption={caption}
      rows={files}
      columns={[
        {
          heading: EVIDENCE.filename,
          cell: (file) => (
            <>
              <a href={path(file)}>{file.filename}</a>{" "}
              {file.isUsedElsewhere && <StateTag label={EVIDENCE.usedElsewhere} tone="bad" />}
            </>
          ),
        },
        { heading: FILES.size, numeric: true, cell: (file) => <Size bytes={file.sizeBytes} /> },
        { heading: FILES.fingerprint, cell: (file) => <code>{file.sha256.slice(0, 16)}…</code> },
        ...(mayRemove
          ? [
              {
                heading: EVIDENCE.remove,
                cell: (file: EvidenceFile) => (
                  <ActionButton action={`${path(file)}/retrait`} label={EVIDENCE.remove} kind="secondary" />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Size({ bytes }: { readonly bytes: number }) {
  const language = useLanguage();
  return <>{`${formatCount(Math.max(1, Math.round(bytes / 1_000)), language)} ${language === "fr" ? "ko" : "kB"}`}</>;
}

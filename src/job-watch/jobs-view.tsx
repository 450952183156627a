import type { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import type { FailedJob } from "../jobs/queues.ts";
import { scrub } from "../observability/scrub.ts";
import { ActionButton, ErrorSummary } from "../ui/form.tsx";
import { type Column, Notice, Table, When, Words } from "../ui/show.tsx";
import { JOB_WORDS, QUEUE_WORDS, watchTexts as texts } from "./messages.ts";
import type { JobsSeen } from "./read-jobs.ts";

type Props = { readonly seen: JobsSeen; readonly error?: AppError | undefined };

export const JobsPage = ({ seen, error }: Props) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <ErrorSummary error={error} />
    <p>
      <Words text={texts.introduction} />
    </p>
    <Notice tone={seen.failed.length > 0 ? "warning" : "success"}>
      <Words text={seen.failed.length > 0 ? texts.someFailed(seen.failed.length) : texts.allWell} />{" "}
      {seen.outbox.waiting > 0 && <Words text={texts.notSent(seen.outbox.waiting)} />}
    </Notice>
    <Table caption={texts.now} rows={seen.queues} columns={QUEUE_COLUMNS} />
    <Table
      caption={texts.failedTitle}
      rows={seen.failed}
      columns={seen.mayRetry ? [...FAILED_COLUMNS, { heading: texts.action, cell: Again }] : FAILED_COLUMNS}
      empty={texts.noneFailed}
    />
    <Table caption={texts.regular} rows={seen.regular} columns={REGULAR_COLUMNS} />
  </>
);

type QueueSeen = JobsSeen["queues"][number];

const counted = (state: "waiting" | "active" | "delayed" | "failed"): Column<QueueSeen> => ({
  heading: texts[state],
  numeric: true,
  cell: ({ counts }) => counts[state] ?? 0,
});

const QUEUE_COLUMNS: readonly Column<QueueSeen>[] = [
  { heading: texts.queue, cell: ({ name }) => <Words text={QUEUE_WORDS[name]} /> },
  counted("waiting"),
  counted("active"),
  counted("delayed"),
  counted("failed"),
];

const FAILED_COLUMNS: readonly Column<FailedJob>[] = [
  { heading: texts.job, cell: ({ name }) => <Words text={wordsOf(name)} /> },
  { heading: texts.about, cell: ({ data }) => aboutOf(data) },
  { heading: texts.since, cell: ({ failedAt }) => failedAt && <When at={failedAt} time /> },
  { heading: texts.attempts, numeric: true, cell: ({ attempts }) => attempts },
  { heading: texts.reason, cell: ({ reason }) => scrub(reason) },
];

const REGULAR_COLUMNS: readonly Column<JobsSeen["regular"][number]>[] = [
  { heading: texts.job, cell: ({ name }) => <Words text={JOB_WORDS[name]} /> },
  { heading: texts.every, cell: ({ every }) => <Words text={texts.seconds(every)} /> },
  {
    heading: texts.lastWell,
    cell: ({ secondsAgo }) => (
      <Words text={secondsAgo === undefined ? texts.never : texts.ago(Math.round(secondsAgo))} />
    ),
  },
];

function Again({ queue, id }: FailedJob) {
  return <ActionButton action="/taches/reprise" label={texts.again} kind="secondary" fields={{ queue, id }} />;
}

/** A job of another version has no words of ours. */
const wordsOf = (name: string): Text =>
  Object.entries(JOB_WORDS).find(([known]) => known === name)?.[1] ?? { fr: name, en: name };

/** Payloads carry ids only. */
const aboutOf = (data: unknown): string =>
  typeof data === "object" && data !== null ? Object.values(data).map(String).join(" ") : "";

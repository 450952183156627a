import { Who } from "../audit/who.tsx";
import { accountsInstead, isCorrectable } from "../domain/manual-entry.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { accountWords, entryWords, sourceWords } from "../ledger/entry-words.ts";
import type { EntryRow } from "../ledger/queries.ts";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, Named, Table, When } from "../ui/show.tsx";
import { CORRECTIONS as TEXTS } from "./page-messages.ts";

const entryLink = (id: string, text: string) => <a href={`/livres/ecritures/${id}`}>{text}</a>;

const movedCents = ({ postings }: EntryRow): bigint =>
  postings.reduce((sum, { amountCents }) => (amountCents > 0n ? sum + amountCents : sum), 0n);

export function JournalView({ entries }: { readonly entries: Page<EntryRow> }) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.journal)}</h1>
      <p>
        <a href="/livres">{t(TEXTS.backToBooks)}</a>
      </p>
      <Table
        caption={TEXTS.journal}
        titled
        empty={TEXTS.noEntries}
        rows={entries.items}
        columns={[
          { heading: TEXTS.recordedAt, cell: (row) => <When at={row.recordedAt} time /> },
          { heading: TEXTS.kind, cell: (row) => entryLink(row.id, t(entryWords(row.kind))) },
          { heading: TEXTS.source, cell: ({ source }) => <Named words={sourceWords(source)} code={source} /> },
          { heading: TEXTS.amount, numeric: true, cell: (row) => <Euros cents={movedCents(row)} /> },
        ]}
      />
      {entries.nextCursor !== null && (
        <p>
          <a href={`/livres/ecritures?suite=${encodeURIComponent(entries.nextCursor)}`}>{t(TEXTS.more)}</a>
        </p>
      )}
    </>
  );
}

type EntryProps = {
  readonly entry: EntryRow;
  /** Of people, by how the journal refers to them. */
  readonly names: ReadonlyMap<string, string>;
  readonly mayPropose: boolean;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One entry with its lines, what reverses it, and the form that proposes to. */
export function EntryView({ entry, names, mayPropose, typed, error }: EntryProps) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.entry)}</h1>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [TEXTS.kind, t(entryWords(entry.kind))],
          [TEXTS.recordedAt, <When at={entry.recordedAt} time />],
          [TEXTS.occurredAt, <When at={entry.occurredAt} time />],
          [TEXTS.key, <code>{entry.key}</code>],
          [TEXTS.source, <Named words={sourceWords(entry.source)} code={entry.source} />],
          [TEXTS.actor, <Who actor={entry.actor} name={names.get(entry.actor)} />],
          ...(entry.approvedBy === null
            ? []
            : ([[TEXTS.approvedBy, <Who actor={entry.approvedBy} name={names.get(entry.approvedBy)} />]] as const)),
          ...(entry.reason === null ? [] : ([[TEXTS.reason, entry.reason]] as const)),
          ...(entry.reversesId === null
            ? []
            : ([[TEXTS.reversal, entryLink(entry.reversesId, t(TEXTS.seeEntry))]] as const)),
          ...(entry.reversedById === null
            ? []
            : ([[TEXTS.reversed, entryLink(entry.reversedById, t(TEXTS.seeEntry))]] as const)),
        ]}
      />
      <Table
        caption={TEXTS.lines}
        rows={entry.postings}
        columns={[
          { heading: TEXTS.account, cell: ({ account }) => <Named words={accountWords(account)} code={account} /> },
          {
            heading: TEXTS.debit,
            numeric: true,
            cell: ({ amountCents }) => amountCents > 0n && <Euros cents={amountCents} />,
          },
          {
            heading: TEXTS.credit,
            numeric: true,
            cell: ({ amountCents }) => amountCents < 0n && <Euros cents={-amountCents} />,
          },
        ]}
      />
      {mayPropose && entry.reversedById === null && isCorrectable(entry) && (
        <CorrectionForm entry={entry} typed={typed} error={error} />
      )}
      <p>
        <a href="/livres/ecritures">{t(TEXTS.journal)}</a>
      </p>
    </>
  );
}

function CorrectionForm({ entry, typed, error }: Omit<EntryProps, "mayPropose" | "names">) {
  const t = useText();
  const instead = accountsInstead(entry);
  return (
    <section>
      <h2>{t(TEXTS.correctThis)}</h2>
      <p>{t(instead.length === 0 ? TEXTS.undoHint : TEXTS.correctHint)}</p>
      <Form action={`/livres/ecritures/${entry.id}`}>
        {instead.length > 0 && (
          <Select
            name="toAccount"
            label={TEXTS.instead}
            options={instead.map((account) => ({ value: account, label: accountWords(account) }))}
            value={field(typed, "toAccount")}
            errors={error?.fields}
          />
        )}
        <Field
          name="reason"
          label={TEXTS.reason}
          hint={TEXTS.reasonHint}
          rows={3}
          maxLength={1_000}
          value={field(typed, "reason")}
          errors={error?.fields}
        />
        <Button>{t(TEXTS.propose)}</Button>
      </Form>
    </section>
  );
}

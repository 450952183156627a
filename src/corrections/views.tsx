import type { Actor } from "../domain/actor.ts";
import { OWN_ACCOUNTS, OWN_FUNDS } from "../domain/manual-entry.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { accountWords } from "../ledger/entry-words.ts";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { BackTo, Euros, Facts, Notice, StateTag, Table, When } from "../ui/show.tsx";
import { ENTRY_STATES } from "./messages.ts";
import { CORRECTIONS as TEXTS } from "./page-messages.ts";
import type { ManualEntry, ManualEntryDetail } from "./queries.ts";

const TONES = { proposed: "waiting", confirmed: "good", refused: "bad", withdrawn: "neutral" } as const;

const StateOf = ({ state }: Pick<ManualEntry, "state">) => <StateTag label={ENTRY_STATES[state]} tone={TONES[state]} />;

export function ManualEntryTable({ rows }: { readonly rows: readonly ManualEntry[] }) {
  const t = useText();
  return (
    <Table
      caption={TEXTS.title}
      titled
      empty={TEXTS.none}
      rows={rows}
      columns={[
        { heading: TEXTS.what, cell: (row) => <a href={`/livres/corrections/${row.id}`}>{t(TEXTS[row.kind])}</a> },
        { heading: TEXTS.proposedOn, cell: (row) => <When at={row.createdAt} /> },
        { heading: TEXTS.reason, cell: (row) => row.reason },
        { heading: TEXTS.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
        { heading: TEXTS.state, cell: (row) => <StateOf state={row.state} /> },
      ]}
    />
  );
}

type ListProps = {
  readonly entries: Page<ManualEntry>;
  readonly mayPropose: boolean;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

export function ManualEntryList({ entries, mayPropose, typed, error }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.title)}</h1>
      <ErrorSummary error={error} />
      <p>{t(TEXTS.intro)}</p>
      <p>
        <a href="/livres">{t(TEXTS.backToBooks)}</a>
      </p>
      <ManualEntryTable rows={entries.items} />
      {entries.nextCursor !== null && (
        <p>
          <a href={`/livres/corrections?suite=${encodeURIComponent(entries.nextCursor)}`}>{t(TEXTS.more)}</a>
        </p>
      )}
      {mayPropose && <TransferForm typed={typed} error={error} />}
    </>
  );
}

function TransferForm({ typed, error }: Pick<ListProps, "typed" | "error">) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(typed, name), errors: error?.fields });
  const options = (accounts: readonly string[]) =>
    accounts.map((account) => ({ value: account, label: accountWords(account) }));
  return (
    <section>
      <h2>{t(TEXTS.newTransfer)}</h2>
      <p>{t(TEXTS.newTransferHint)}</p>
      <Form action="/livres/corrections">
        <Select {...shared("fromAccount")} label={TEXTS.from} options={options(OWN_FUNDS)} />
        <Select {...shared("toAccount")} label={TEXTS.to} hint={TEXTS.toHint} options={options(OWN_ACCOUNTS)} />
        <MoneyField {...shared("amountCents")} label={TEXTS.amount} />
        <Field {...shared("reason")} label={TEXTS.reason} hint={TEXTS.reasonHint} rows={3} maxLength={1_000} />
        <Button>{t(TEXTS.propose)}</Button>
      </Form>
    </section>
  );
}

type Props = {
  readonly actor: Actor;
  readonly proposal: ManualEntryDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One proposal: what it would change, and what this person may answer (L4). */
export function ManualEntryPage({ actor, proposal, typed, error }: Props) {
  const t = useText();
  const { fromAccount, toAccount, reversesId, decidedAt, entryId } = proposal;
  const linked = (id: string) => <a href={`/livres/ecritures/${id}`}>{t(TEXTS.seeEntry)}</a>;
  return (
    <>
      <BackTo href="/livres/corrections" list={TEXTS.title} />
      <h1>{t(TEXTS[proposal.kind])}</h1>
      <p>
        <StateOf state={proposal.state} />
      </p>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [TEXTS.amount, <Euros cents={proposal.amountCents} />],
          ...(reversesId === null ? [] : ([[TEXTS.reverses, linked(reversesId)]] as const)),
          ...(fromAccount === null ? [] : ([[TEXTS.from, t(accountWords(fromAccount))]] as const)),
          ...(toAccount === null
            ? []
            : ([[reversesId === null ? TEXTS.to : TEXTS.instead, t(accountWords(toAccount))]] as const)),
          [TEXTS.reason, proposal.reason],
          [TEXTS.proposedBy, proposal.proposedByName],
          [TEXTS.proposedOn, <When at={proposal.createdAt} time />],
          ...(decidedAt === null
            ? []
            : ([
                [TEXTS.decidedBy, proposal.decidedByName],
                [TEXTS.decidedOn, <When at={decidedAt} time />],
              ] as const)),
          ...(proposal.refusal === null ? [] : ([[TEXTS.refusal, proposal.refusal]] as const)),
          ...(entryId === null ? [] : ([[TEXTS.posted, linked(entryId)]] as const)),
        ]}
      />
      {proposal.state === "proposed" && (
        <>
          <Table
            caption={TEXTS.preview}
            rows={proposal.preview}
            columns={[
              { heading: TEXTS.account, cell: (row) => t(accountWords(row.account)) },
              { heading: TEXTS.now, numeric: true, cell: (row) => <Euros cents={row.nowCents} /> },
              { heading: TEXTS.after, numeric: true, cell: (row) => <Euros cents={row.afterCents} /> },
            ]}
          />
          <Answer actor={actor} proposal={proposal} typed={typed} error={error} />
        </>
      )}
    </>
  );
}

function Answer({ actor, proposal, typed, error }: Props) {
  const t = useText();
  const own = `/livres/corrections/${proposal.id}`;
  if (actor.kind === "user" && actor.userId === proposal.proposedBy)
    return (
      <>
        <Notice>{t(TEXTS.byAnother)}</Notice>
        <ActionButton action={`${own}/retrait`} label={TEXTS.withdraw} kind="secondary" />
      </>
    );
  if (!permits(actor, "entry.confirm")) return null;
  return (
    <>
      <section>
        <p>{t(TEXTS.confirmHint)}</p>
        <ActionButton action={`${own}/confirmation`} label={TEXTS.confirm} />
      </section>
      <Form action={`${own}/refus`}>
        <Field
          name="refusal"
          label={TEXTS.refusal}
          rows={2}
          maxLength={1_000}
          value={field(typed, "refusal")}
          errors={error?.fields}
        />
        <Button kind="danger">{t(TEXTS.refuse)}</Button>
      </Form>
    </>
  );
}

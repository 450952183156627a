import type { Actor } from "../domain/actor.ts";
import { MAJORITIES } from "../domain/committee/result.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, fieldValues, type Form as Typed } from "../http/page-kit.tsx";
import { Choice, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, On, StateTag, Table } from "../ui/show.tsx";
import { MemberForm, Members } from "./member-views.tsx";
import { MAJORITY_NAMES } from "./messages.ts";
import { COMMITTEE } from "./page-messages.ts";
import type { Application, Member, SessionSummary } from "./queries.ts";

export const SESSION_STATES = {
  open: { label: COMMITTEE.open, tone: "waiting" },
  closed: { label: COMMITTEE.closed, tone: "waiting" },
  signed: { label: COMMITTEE.signed, tone: "good" },
} as const;

type Sessions = {
  readonly sessions: readonly SessionSummary[];
  readonly caption?: (typeof COMMITTEE)["sessions" | "waiting"];
};

export const SessionTable = ({ sessions, caption = COMMITTEE.sessions }: Sessions) => (
  <Table
    caption={caption}
    empty={COMMITTEE.noSession}
    rows={sessions}
    columns={[
      {
        heading: COMMITTEE.heldOn,
        cell: (one) => (
          <a href={`/comite/seances/${one.id}`}>
            <On date={one.heldOn} />
          </a>
        ),
      },
      { heading: COMMITTEE.state, cell: (one) => <StateTag {...SESSION_STATES[one.state]} /> },
      { heading: COMMITTEE.envelope, numeric: true, cell: (one) => <Euros cents={one.envelopeCents} /> },
      { heading: COMMITTEE.cases, numeric: true, cell: (one) => one.applications },
    ]}
  />
);

type Grid = readonly {
  readonly label: string;
  readonly description: string;
  readonly weight: number;
  readonly scale: number;
}[];

type Props = {
  readonly actor: Actor;
  readonly sessions: readonly SessionSummary[];
  readonly members: readonly Member[] | undefined;
  readonly grid: Grid;
  readonly waiting: readonly Application[];
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

/** The committee: sessions for its members; seats, criteria and new sessions for those who run it. */
export function CommitteePage({ actor, sessions, members, grid, waiting, typed, error }: Props) {
  const t = useText();
  const manages = permits(actor, "committee.manage");
  return (
    <>
      <h1>{t(COMMITTEE.title)}</h1>
      <ErrorSummary error={error} />
      <SessionTable sessions={sessions} />
      {manages && members !== undefined && (
        <SessionForm members={members} waiting={waiting} typed={typed} error={error} />
      )}
      {members !== undefined && <Members members={members} manages={manages} typed={typed} error={error} />}
      {manages && <MemberForm typed={typed} error={error} />}
      <h2>{t(COMMITTEE.grid)}</h2>
      <Table
        caption={COMMITTEE.grid}
        titled
        empty={COMMITTEE.noGrid}
        rows={grid}
        columns={[
          { heading: COMMITTEE.criterion, cell: (one) => one.label },
          { heading: COMMITTEE.description, cell: (one) => one.description },
          { heading: COMMITTEE.weight, numeric: true, cell: (one) => one.weight },
          { heading: COMMITTEE.scale, numeric: true, cell: (one) => one.scale },
        ]}
      />
      {manages && <GridForm grid={grid} typed={typed} error={error} />}
    </>
  );
}

type FormProps = { readonly typed: Typed; readonly error: AppError | undefined };

/** Rows of the form: those of the grid as it is, and some empty ones. */
const GRID_ROWS = 8;

function GridForm({ grid, typed, error }: FormProps & { readonly grid: Grid }) {
  const t = useText();
  const typedHere = typed["criteria.0.label"] !== undefined;
  const value = (row: number, column: keyof Grid[number]) =>
    typedHere ? field(typed, `criteria.${row}.${column}`) : String(grid[row]?.[column] ?? "");
  return (
    <details open={typedHere}>
      <summary>{t(COMMITTEE.writeGrid)}</summary>
      <Form action="/comite/grilles">
        {Array.from({ length: GRID_ROWS }, (_, row) => (
          <fieldset key={row}>
            <legend>
              {t(COMMITTEE.criterion)} {row + 1}
            </legend>
            {(["label", "description", "weight", "scale"] as const).map((column) => (
              <Field
                key={column}
                name={`criteria.${row}.${column}`}
                label={column === "label" ? COMMITTEE.criterion : COMMITTEE[column]}
                optional={row > 0}
                value={value(row, column)}
                errors={error?.fields}
                {...(column === "weight" || column === "scale" ? { inputMode: "numeric" as const } : {})}
              />
            ))}
          </fieldset>
        ))}
        <Button>{t(COMMITTEE.writeGrid)}</Button>
      </Form>
    </details>
  );
}

function SessionForm({
  members,
  waiting,
  typed,
  error,
}: FormProps & Pick<Props, "waiting"> & { readonly members: readonly Member[] }) {
  const t = useText();
  const people = members.map((one) => ({ value: one.userId, label: both(one.name || one.email) }));
  const common = { errors: error?.fields };
  return (
    <details open={typed.heldOn !== undefined}>
      <summary>{t(COMMITTEE.openSession)}</summary>
      {waiting.length === 0 ? (
        <p class="empty">{t(COMMITTEE.noCase)}</p>
      ) : (
        <Form action="/comite/seances">
          <Choice
            name="applicationIds"
            legend={COMMITTEE.cases}
            several
            options={waiting.map((one) => ({
              value: one.id,
              label: {
                fr: `${one.projectTitle}, ${formatEuros(one.askedCents, "fr")}`,
                en: `${one.projectTitle}, ${formatEuros(one.askedCents, "en")}`,
              },
            }))}
            value={fieldValues(typed, "applicationIds")}
            {...common}
          />
          <Field name="heldOn" label={COMMITTEE.heldOn} type="date" value={field(typed, "heldOn")} {...common} />
          <MoneyField
            name="envelopeCents"
            label={COMMITTEE.envelope}
            value={field(typed, "envelopeCents")}
            {...common}
          />
          <Field
            name="quorum.percent"
            label={COMMITTEE.quorum}
            inputMode="numeric"
            unit="%"
            value={field(typed, "quorum.percent") || "50"}
            {...common}
          />
          <Choice
            name="majority"
            legend={COMMITTEE.majority}
            options={MAJORITIES.map((value) => ({ value, label: MAJORITY_NAMES[value] }))}
            value={field(typed, "majority") || "simple"}
            {...common}
          />
          <Select name="chairId" label={COMMITTEE.chair} options={people} value={field(typed, "chairId")} {...common} />
          <Select
            name="secretaryId"
            label={COMMITTEE.secretary}
            options={people}
            value={field(typed, "secretaryId")}
            {...common}
          />
          <Button>{t(COMMITTEE.openSession)}</Button>
        </Form>
      )}
    </details>
  );
}

const both = (text: string) => ({ fr: text, en: text });

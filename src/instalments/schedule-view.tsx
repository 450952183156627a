import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { EnterButton, Rows } from "../ui/rows.tsx";
import { Table, When } from "../ui/show.tsx";
import { INSTALMENTS, SCHEDULE } from "./page-messages.ts";
import { LINES } from "./read-schedule-form.ts";
import type { listTemplateVersions } from "./read-template.ts";

type Props = {
  readonly action: string;
  readonly values: FormValues;
  readonly count: number;
  /** A grant's own schedule has days and may be in euros; the fund's template has months and percentages. */
  readonly kind: "grant" | "template";
  readonly error?: AppError | undefined;
};

/** The schedule as a form that grows without a script. */
export function ScheduleForm({ action, values, count, kind, error }: Props) {
  const t = useText();
  const own = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <>
      <h1>{t(kind === "grant" ? SCHEDULE.title : SCHEDULE.template)}</h1>
      <ErrorSummary error={error} />
      <p>{t(kind === "grant" ? SCHEDULE.intro : SCHEDULE.templateIntro)}</p>
      <Form action={action}>
        <EnterButton />
        {kind === "grant" && (
          <Choice
            {...own("unit")}
            legend={SCHEDULE.unit}
            options={[
              { value: "bps", label: SCHEDULE.bps },
              { value: "cents", label: SCHEDULE.cents },
            ]}
          />
        )}
        <Rows
          name={LINES}
          legend={SCHEDULE.lines}
          hint={SCHEDULE.linesHint}
          count={count}
          addLabel={SCHEDULE.add}
          errors={error?.fields}
          row={(index) => {
            const cell = (column: string) => own(`${LINES}.${index}.${column}`);
            return (
              <>
                <Field {...cell("label")} label={SCHEDULE.label} maxLength={80} />
                <Field
                  {...cell("share")}
                  label={kind === "grant" ? SCHEDULE.share : SCHEDULE.sharePercent}
                  inputMode="decimal"
                />
                {kind === "grant" ? (
                  <Field {...cell("dueOn")} label={INSTALMENTS.dueOn} type="date" />
                ) : (
                  <Field {...cell("monthsAfter")} label={SCHEDULE.months} inputMode="numeric" />
                )}
                <Field {...cell("condition")} label={INSTALMENTS.condition} rows={2} maxLength={600} />
                <Field
                  {...cell("evidenceAsked")}
                  label={INSTALMENTS.evidence}
                  hint={SCHEDULE.evidenceHint}
                  rows={2}
                  maxLength={600}
                  optional
                />
              </>
            );
          }}
        />
        <Field {...own("reason")} label={INSTALMENTS.reason} rows={2} maxLength={1_000} />
        <Button>{t(SCHEDULE.save)}</Button>
      </Form>
    </>
  );
}

type Versions = Awaited<ReturnType<typeof listTemplateVersions>>;

export const TemplateVersions = ({ versions }: { readonly versions: Versions }) => (
  <Table
    caption={SCHEDULE.versions}
    empty={SCHEDULE.noVersions}
    rows={versions}
    columns={[
      { heading: SCHEDULE.version, cell: (row) => row.version },
      { heading: SCHEDULE.at, cell: (row) => <When at={row.createdAt} /> },
      { heading: SCHEDULE.by, cell: (row) => row.name },
      { heading: INSTALMENTS.reason, cell: (row) => row.reason },
    ]}
  />
);

import type { AppError } from "../errors.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Table, When, Words } from "../ui/show.tsx";
import type { VisitInput } from "./forms.ts";
import { supportTexts as texts } from "./messages.ts";
import type { SupportVisit } from "./queries.ts";

type Props = {
  readonly visits: readonly SupportVisit[];
  readonly mayVisit: boolean;
  readonly typed: VisitInput;
  readonly error: AppError | undefined;
};

export const SupportPage = ({ visits, mayVisit, typed, error }: Props) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <ErrorSummary error={error} />
    <p>
      <Words text={texts.introduction} />
    </p>
    <p>
      <Words text={texts.told} />
    </p>
    {mayVisit && (
      <Form action="/assistance">
        <Field name="email" type="email" label={texts.email} value={typed.email} errors={error?.fields} />
        <Field
          name="reason"
          label={texts.reason}
          hint={texts.reasonHint}
          rows={3}
          maxLength={500}
          value={typed.reason}
          errors={error?.fields}
        />
        <Button>
          <Words text={texts.begin} />
        </Button>
      </Form>
    )}
    <Table
      caption={texts.past}
      empty={texts.none}
      rows={visits}
      columns={[
        { heading: texts.from, cell: ({ startedAt }) => <When at={startedAt} time /> },
        {
          heading: texts.until,
          cell: ({ isRunning, overAt }) => (isRunning ? <Words text={texts.running} /> : <When at={overAt} time />),
        },
        { heading: texts.who, cell: ({ staffName }) => staffName },
        { heading: texts.person, cell: ({ personName, personEmail }) => personName || personEmail },
        { heading: texts.reason, cell: ({ reason }) => reason },
        { heading: texts.pages, numeric: true, cell: ({ pages }) => pages },
      ]}
    />
  </>
);

import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { On, Table } from "../ui/show.tsx";
import { termField } from "./forms.ts";
import { COMMITTEE } from "./page-messages.ts";
import type { Member } from "./queries.ts";

type FormProps = { readonly typed: Typed; readonly error: AppError | undefined };

type MembersProps = FormProps & { readonly members: readonly Member[]; readonly manages: boolean };

/** Who sits, and until when; an administrator changes the last day. */
export const Members = ({ members, manages, typed, error }: MembersProps) => (
  <Table
    caption={COMMITTEE.members}
    empty={COMMITTEE.noMember}
    rows={members}
    columns={[
      { heading: COMMITTEE.person, cell: (one) => one.name || one.email },
      {
        heading: COMMITTEE.term,
        cell: (one) => (
          <>
            <On date={one.startsOn} /> – <On date={one.endsOn} />
          </>
        ),
      },
      ...(manages
        ? [
            {
              heading: COMMITTEE.endsOn,
              cell: (one: Member) => <TermForm member={one} typed={typed} error={error} />,
            },
          ]
        : []),
    ]}
  />
);

function TermForm({ member, typed, error }: FormProps & { readonly member: Member }) {
  const t = useText();
  const name = termField(member.id);
  const isTyped = typed[name] !== undefined;
  return (
    <details open={isTyped}>
      <summary>{t(COMMITTEE.changeTerm)}</summary>
      <Form action={`/comite/membres/${member.id}/mandat`}>
        <Field
          name={name}
          label={COMMITTEE.endsOn}
          type="date"
          value={isTyped ? field(typed, name) : member.endsOn}
          errors={error?.fields}
        />
        <Button kind="secondary">{t(COMMITTEE.changeTerm)}</Button>
      </Form>
    </details>
  );
}

export function MemberForm({ typed, error }: FormProps) {
  const t = useText();
  const common = { errors: error?.fields };
  return (
    <details open={typed.email !== undefined}>
      <summary>{t(COMMITTEE.appoint)}</summary>
      <Form action="/comite/membres">
        <Field name="email" label={COMMITTEE.email} type="email" value={field(typed, "email")} {...common} />
        <Field name="startsOn" label={COMMITTEE.startsOn} type="date" value={field(typed, "startsOn")} {...common} />
        <Field name="endsOn" label={COMMITTEE.endsOn} type="date" value={field(typed, "endsOn")} {...common} />
        <Button>{t(COMMITTEE.appoint)}</Button>
      </Form>
    </details>
  );
}

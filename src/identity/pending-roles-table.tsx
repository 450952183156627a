import { ActionButton } from "../ui/form.tsx";
import { StateTag, Table, When, Words } from "../ui/show.tsx";
import { ROLE_NAMES, ROLE_STATES, staffTexts as texts } from "./messages.ts";
import type { PendingRole } from "./pending-roles.ts";

type Props = { readonly rows: readonly PendingRole[]; readonly mayEdit: boolean };

/** Roles that do not count yet, with the buttons of whoever may decide. */
export const PendingRoles = ({ rows, mayEdit }: Props) => (
  <Table
    caption={texts.pending}
    rows={rows}
    columns={[
      {
        heading: texts.person,
        cell: (row) => (
          <>
            {row.name} <span class="hint">{row.email}</span>
          </>
        ),
      },
      { heading: texts.role, cell: (row) => <Words text={ROLE_NAMES[row.role]} /> },
      { heading: texts.proposedBy, cell: (row) => <Proposal {...row} /> },
      { heading: texts.state, cell: (row) => <State {...row} /> },
      ...(mayEdit ? [{ heading: texts.act, cell: (row: PendingRole) => <Decide {...row} /> }] : []),
    ]}
  />
);

const Proposal = ({ proposer, proposedAt }: PendingRole) => (
  <>
    {proposer ?? "—"}
    {proposedAt !== null && (
      <>
        , <When at={proposedAt} time />
      </>
    )}
  </>
);

const State = ({ state, countsFrom }: PendingRole) => (
  <>
    <StateTag label={ROLE_STATES[state]} tone="waiting" />
    {countsFrom !== null && (
      <>
        {" "}
        <Words text={texts.countsFrom} /> <When at={countsFrom} time />
      </>
    )}
  </>
);

const Decide = ({ userId, role, mayConfirm }: PendingRole) => (
  <>
    {mayConfirm && <ActionButton action={`/equipe/${userId}/${role}/confirmation`} label={texts.confirm} />}
    <ActionButton action={`/equipe/${userId}/${role}/retrait`} label={texts.refuse} kind="secondary" />
  </>
);

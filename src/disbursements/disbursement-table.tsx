import type { DisbursementState } from "../domain/disbursement.ts";
import type { Text } from "../i18n/text.ts";
import { Euros, StateTag, Table, When } from "../ui/show.tsx";
import { STATES } from "./messages.ts";
import { DISBURSEMENT } from "./page-messages.ts";
import type { DisbursementSummary } from "./queries.ts";

const TONES = {
  requested: "waiting",
  authorised: "waiting",
  ordered: "waiting",
  sent: "waiting",
  paid: "good",
  refused: "bad",
  cancelled: "neutral",
  returned: "bad",
} as const satisfies Record<DisbursementState, string>;

export const DisbursementTag = ({ state }: { readonly state: DisbursementState }) => (
  <StateTag label={STATES[state]} tone={TONES[state]} />
);

type Props = { readonly caption: Text; readonly rows: readonly DisbursementSummary[]; readonly empty?: Text };

export const DisbursementTable = ({ caption, rows, empty }: Props) => (
  <Table
    caption={caption}
    rows={rows}
    {...(empty === undefined ? {} : { empty })}
    columns={[
      { heading: DISBURSEMENT.purpose, cell: (row) => <a href={`/versements/${row.id}`}>{row.purpose}</a> },
      { heading: DISBURSEMENT.payee, cell: (row) => row.organisationName },
      { heading: DISBURSEMENT.askedOn, cell: (row) => <When at={row.createdAt} /> },
      { heading: DISBURSEMENT.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
      { heading: DISBURSEMENT.state, cell: (row) => <DisbursementTag state={row.state} /> },
    ]}
  />
);

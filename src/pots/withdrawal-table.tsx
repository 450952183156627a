import { DisbursementTag } from "../disbursements/disbursement-table.tsx";
import type { Text } from "../i18n/text.ts";
import { Euros, Table, When } from "../ui/show.tsx";
import { POTS } from "./page-messages.ts";
import type { Withdrawal } from "./withdrawal-queries.ts";

export const withdrawalPath = (one: { readonly agreementId: string; readonly potId: string; readonly id: string }) =>
  `/partenaires/${one.agreementId}/enveloppes/${one.potId}/retraits/${one.id}`;

type Props = { readonly caption: Text; readonly rows: readonly Withdrawal[]; readonly empty?: Text };

export const WithdrawalTable = ({ caption, rows, empty }: Props) => (
  <Table
    caption={caption}
    rows={rows}
    {...(empty === undefined ? {} : { empty })}
    columns={[
      { heading: POTS.reason, cell: (row) => <a href={withdrawalPath(row)}>{row.reason}</a> },
      { heading: POTS.payee, cell: (row) => row.partnerName },
      { heading: POTS.askedOn, cell: (row) => <When at={row.createdAt} /> },
      { heading: POTS.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
      { heading: POTS.state, cell: (row) => <DisbursementTag state={row.state} /> },
    ]}
  />
);

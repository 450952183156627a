import type { Page } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { Euros, StateTag, Table, When } from "../ui/show.tsx";
import { ASKED_BY, REFUND, REQUEST_STATE_NAMES } from "./page-messages.ts";
import type { RequestState, RequestSummary } from "./queries.ts";

/** How far a request is, by its colour. */
export const TONES = {
  asked: "waiting",
  proposed: "waiting",
  accepted: "good",
  refused: "neutral",
  withdrawn: "neutral",
} as const satisfies Record<RequestState, string>;

type ListProps = { readonly requests: Page<RequestSummary>; readonly all: boolean };

export function RequestList({ requests, all }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(REFUND.list)}</h1>
      <Table
        caption={REFUND.list}
        titled
        rows={requests.items}
        empty={REFUND.listEmpty}
        columns={[
          { heading: REFUND.askedOn, cell: (row) => <When at={row.createdAt} /> },
          {
            heading: REFUND.campaign,
            cell: (row) => <a href={`/dons/${row.pledgeId}/remboursement`}>{row.campaignTitle}</a>,
          },
          { heading: REFUND.donor, cell: (row) => row.displayName },
          { heading: REFUND.asker, cell: (row) => t(ASKED_BY[row.askedBy]) },
          { heading: REFUND.amount, numeric: true, cell: (row) => <Euros cents={row.giftCents + row.tipCents} /> },
          {
            heading: REFUND.state,
            cell: (row) => <StateTag label={REQUEST_STATE_NAMES[row.state]} tone={TONES[row.state]} />,
          },
        ]}
      />
      <p>
        <a href={all ? "/remboursements" : "/remboursements?tous=1"}>{t(all ? REFUND.waitingOnly : REFUND.all)}</a>
      </p>
      {requests.nextCursor !== null && (
        <p>
          <a href={`/remboursements?${all ? "tous=1&" : ""}suite=${encodeURIComponent(requests.nextCursor)}`}>
            {t(REFUND.older)}
          </a>
        </p>
      )}
    </>
  );
}

import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { pageQuery } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { Euros, StateTag, Table, When } from "../ui/show.tsx";
import { PARTLY_RETURNED, PLEDGE, PLEDGE_STATES_IN_WORDS, RETURNED } from "./page-messages.ts";
import { listOwnPledges, type OwnPledge } from "./queries.ts";

const stateText = ({ state, amountCents, tipCents, returnedCents }: OwnPledge) =>
  returnedCents === 0n
    ? PLEDGE_STATES_IN_WORDS[state]
    : returnedCents < amountCents + tipCents
      ? PARTLY_RETURNED
      : RETURNED;

type Props = { readonly pledges: readonly OwnPledge[]; readonly next: string | null };

function OwnPledges({ pledges, next }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(PLEDGE.mine)}</h1>
      <Table
        caption={PLEDGE.mine}
        titled
        empty={PLEDGE.mineEmpty}
        rows={pledges}
        columns={[
          { heading: PLEDGE.madeOn, cell: (row) => <When at={row.createdAt} /> },
          { heading: PLEDGE.campaign, cell: (row) => <a href={`/dons/${row.id}`}>{row.campaignTitle}</a> },
          { heading: PLEDGE.gift, cell: (row) => <Euros cents={row.amountCents} />, numeric: true },
          { heading: PLEDGE.matched, cell: (row) => <Euros cents={row.matchCents} />, numeric: true },
          {
            heading: PLEDGE.state,
            cell: (row) => <StateTag label={stateText(row)} />,
          },
        ]}
      />
      {next !== null && (
        <p>
          <a href={`/mes-dons?suite=${encodeURIComponent(next)}`}>{t(PLEDGE.next)}</a>
        </p>
      )}
    </>
  );
}

export const ownPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mes-dons",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite");
      const { items, nextCursor } = await listOwnPledges(deps, actor, pageQuery.parse(cursor === "" ? {} : { cursor }));
      return page(PLEDGE.mine, <OwnPledges pledges={items} next={nextCursor} />, { width: "wide" });
    },
  }),
];

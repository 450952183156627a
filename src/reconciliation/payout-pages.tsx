import { notFound } from "../errors.ts";
import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { BackTo, Euros, Facts, Named, Notice, On, StateTag, Table, When, Words } from "../ui/show.tsx";
import { categoryText } from "./day-messages.ts";
import { PAYOUT, payoutFailure, payoutState } from "./payout-messages.ts";
import { listPayouts, type PayoutDetail, type PayoutRow, readPayout } from "./payout-queries.ts";
import { STRIPE_CASH } from "./stripe-cash.ts";

const State = ({ state }: { readonly state: string }) => (
  <StateTag
    label={payoutState(state)}
    tone={state === "paid" ? "good" : state === "failed" || state === "canceled" ? "bad" : "waiting"}
  />
);

const AtBank = ({ bookedOn }: { readonly bookedOn: string | null }) =>
  bookedOn === null ? <Words text={PAYOUT.notYet} /> : <On date={bookedOn} />;

function PayoutList({ payouts }: { readonly payouts: Page<PayoutRow> }) {
  const t = useText();
  return (
    <>
      <h1>{t(PAYOUT.title)}</h1>
      <p>{t(PAYOUT.hint)}</p>
      <p>
        <a href={`/ecarts?genre=${STRIPE_CASH}`}>{t(PAYOUT.waitingCash)}</a>
      </p>
      <Table
        caption={PAYOUT.title}
        titled
        rows={payouts.items}
        empty={PAYOUT.none}
        columns={[
          { heading: PAYOUT.reference, cell: (row) => <a href={`/virements-de-stripe/${row.id}`}>{row.id}</a> },
          { heading: PAYOUT.arrives, cell: (row) => <When at={row.arrivesAt} /> },
          { heading: PAYOUT.bank, cell: (row) => <AtBank bookedOn={row.bookedOn} /> },
          { heading: PAYOUT.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
          { heading: PAYOUT.state, cell: (row) => <State state={row.state} /> },
          { heading: PAYOUT.tie, cell: (row) => t(itemised(row)) },
        ]}
      />
      {payouts.nextCursor !== null && (
        <p>
          <a href={`/virements-de-stripe?suite=${encodeURIComponent(payouts.nextCursor)}`}>{t(PAYOUT.older)}</a>
        </p>
      )}
    </>
  );
}

function itemised({ automatic, reconciled }: PayoutRow): Text {
  if (reconciled) return PAYOUT.ties;
  return automatic ? PAYOUT.waiting : PAYOUT.never;
}

function PayoutPage({ payout }: { readonly payout: PayoutDetail }) {
  const t = useText();
  const differs = payout.differenceIds.length > 0 && !payout.reconciled;
  const facts: (readonly [Text, preact.ComponentChildren] | undefined)[] = [
    [PAYOUT.reference, <code>{payout.id}</code>],
    [PAYOUT.amount, <Euros cents={payout.amountCents} />],
    [PAYOUT.arrives, <When at={payout.arrivesAt} />],
    [PAYOUT.bank, <AtBank bookedOn={payout.bookedOn} />],
    [PAYOUT.kind, t(payout.automatic ? PAYOUT.automatic : PAYOUT.manual)],
    payout.failureCode === null
      ? undefined
      : [PAYOUT.failure, <Named words={payoutFailure(payout.failureCode)} code={payout.failureCode} />],
    [PAYOUT.tie, t(differs && payout.parts.length > 0 ? PAYOUT.differs : itemised(payout))],
    payout.parts.length === 0 ? undefined : [PAYOUT.total, <Euros cents={payout.partsCents} />],
  ];
  return (
    <>
      <BackTo href="/virements-de-stripe" list={PAYOUT.title} />
      <h1>
        {t(PAYOUT.one)} <State state={payout.state} />
      </h1>
      {payout.differenceIds.map((id) => (
        <Notice tone="warning" key={id}>
          {t(PAYOUT.unsettled)} <a href={`/ecarts/${id}`}>{t(PAYOUT.difference)}</a>
        </Notice>
      ))}
      <Facts facts={facts.filter((fact) => fact !== undefined)} />
      <Table
        caption={PAYOUT.parts}
        rows={payout.parts}
        empty={PAYOUT.noParts}
        columns={[
          { heading: PAYOUT.category, cell: (part) => t(categoryText(part.category)) },
          { heading: PAYOUT.count, numeric: true, cell: (part) => part.transactions },
          { heading: PAYOUT.gross, numeric: true, cell: (part) => <Euros cents={part.grossCents} /> },
          { heading: PAYOUT.fee, numeric: true, cell: (part) => <Euros cents={part.feeCents} /> },
          { heading: PAYOUT.net, numeric: true, cell: (part) => <Euros cents={part.netCents} /> },
        ]}
      />
    </>
  );
}

export const payoutPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/virements-de-stripe",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const payouts = await listPayouts(deps, actor, { limit: 50, cursor: field(query, "suite") || undefined });
      return page(PAYOUT.title, <PayoutList payouts={payouts} />, { width: "wide" });
    },
  }),
  pageRoute({
    method: "get",
    path: "/virements-de-stripe/:payoutId",
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      const payoutId = params.payoutId ?? "";
      if (!/^\w{1,100}$/.test(payoutId)) throw notFound();
      return page(PAYOUT.one, <PayoutPage payout={await readPayout(deps, actor, payoutId)} />, { width: "wide" });
    },
  }),
];

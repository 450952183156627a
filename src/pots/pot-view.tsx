import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { PotFigures } from "../domain/pot.ts";
import { useText } from "../ui/context.ts";
import { ActionButton, ButtonLink } from "../ui/form.tsx";
import { type Column, Euros, Facts, Notice, Table, When } from "../ui/show.tsx";
import { CallList } from "./call-view.tsx";
import type { PotOverview } from "./overview.ts";
import { POTS } from "./page-messages.ts";
import { potPath } from "./pot-path.ts";
import { Ways } from "./pot-ways.tsx";
import { WITHDRAWALS } from "./withdrawal-messages.ts";
import { WithdrawalTable } from "./withdrawal-table.tsx";

type Props = { readonly actor: Actor; readonly overview: PotOverview };

/** A pot: what it holds, how it is funded and called for, and what goes back to its partner. */
export function PotView({ actor, overview }: Props) {
  const t = useText();
  const { pot, agreement, figures, ways } = overview;
  const own = potPath(pot);
  const mayWithdraw = permits(actor, "withdrawal.request", pot.partnerId);
  return (
    <>
      <h1>{pot.name}</h1>
      <p>
        <a href={`/partenaires/${pot.agreementId}`}>
          {t(POTS.agreement)} {agreement.reference}
        </a>{" "}
        · {pot.partnerName}
      </p>
      {overview.isOver && figures.remainingCents > 0n && (
        <Notice tone="warning">
          <p>{t(POTS.over)}</p>
          {mayWithdraw && <ButtonLink href={`${own}/retraits/nouveau?solde=oui`}>{t(POTS.takeBack)}</ButtonLink>}
        </Notice>
      )}
      <section aria-labelledby="now">
        <h2 id="now">{t(POTS.now)}</h2>
        <PotFigureList figures={figures} />
        {figures.awaitedCents > 0n && <p class="hint">{t(POTS.awaitedNote)}</p>}
        <p>
          <a href={`${own}/historique`}>{t(POTS.seeHistory)}</a>
        </p>
      </section>
      <section aria-labelledby="fund">
        <h2 id="fund">{t(POTS.fund)}</h2>
        <Ways ways={ways} />
        {ways.stripe === null && permits(actor, "pot.open-stripe-account", pot.partnerId) && (
          <>
            <p>{t(POTS.noStripe)}</p>
            <ActionButton action={`${own}/compte-stripe`} label={POTS.openStripe} kind="secondary" />
          </>
        )}
        <Receipts rows={overview.fundings} />
      </section>
      <CallList overview={overview} mayCall={permits(actor, "call.issue")} />
      <section aria-labelledby="withdrawals">
        <h2 id="withdrawals">{t(WITHDRAWALS.title)}</h2>
        <WithdrawalTable caption={WITHDRAWALS.asked} rows={overview.withdrawals} empty={WITHDRAWALS.none} />
        {mayWithdraw && figures.remainingCents > 0n && (
          <ButtonLink href={`${own}/retraits/nouveau`} kind="secondary">
            {t(WITHDRAWALS.ask)}
          </ButtonLink>
        )}
      </section>
    </>
  );
}

/** A pot's figures at one instant. */
export const PotFigureList = ({ figures }: { readonly figures: PotFigures }) => (
  <Facts
    facts={[
      [
        POTS.remaining,
        <strong>
          <Euros cents={figures.remainingCents} />
        </strong>,
      ],
      [POTS.promised, <Euros cents={figures.promisedCents} />],
      [POTS.funded, <Euros cents={figures.fundedCents} />],
      ...(figures.awaitedCents > 0n ? ([[POTS.awaited, <Euros cents={figures.awaitedCents} />]] as const) : []),
      [POTS.reserved, <Euros cents={figures.reservedCents} />],
      [POTS.committed, <Euros cents={figures.committedCents} />],
      [POTS.paid, <Euros cents={figures.paidCents} />],
      ...(figures.withdrawingCents > 0n
        ? ([[POTS.withdrawing, <Euros cents={figures.withdrawingCents} />]] as const)
        : []),
      [POTS.returned, <Euros cents={figures.returnedCents} />],
    ]}
  />
);

const Receipts = ({ rows }: { readonly rows: PotOverview["fundings"] }) => {
  const t = useText();
  return (
    <Table
      caption={POTS.receipts}
      empty={POTS.noReceipt}
      rows={rows}
      columns={[
        { heading: POTS.receivedOn, cell: (row) => <When at={row.recordedAt} time /> },
        { heading: POTS.source, cell: (row) => t(row.source === "stripe" ? POTS.stripe : POTS.bank) },
        { heading: POTS.amount, cell: (row) => <Euros cents={row.amountCents} />, numeric: true },
        ...(rows.some(isReturned) ? [takenBack] : []),
      ]}
    />
  );
};

const isReturned = ({ returnedCents }: PotOverview["fundings"][number]) => returnedCents > 0n;

const takenBack: Column<PotOverview["fundings"][number]> = {
  heading: POTS.takenBack,
  cell: (row) => (isReturned(row) ? <Euros cents={row.returnedCents} /> : "–"),
  numeric: true,
};

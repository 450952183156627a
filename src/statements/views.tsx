import { EFFECT_ON_REMAINING } from "../domain/statement.ts";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Euros, Facts, Notice, StateTag, Table, When } from "../ui/show.tsx";
import type { StatementLine } from "./list-lines.ts";
import { MOVES, monthInWords, SHOWN_MOVES, STANDING, STATEMENTS, statementTitle } from "./messages.ts";
import type { MonthLine, MonthlyStatement, NamedStatement, StatementParty } from "./read-statement.ts";

type ListProps = { readonly party: StatementParty; readonly months: readonly MonthLine[] };

/** The months of an agreement, the one under way first. */
export function MonthList({ party, months }: ListProps) {
  const t = useText();
  const own = `/partenaires/${party.agreementId}`;
  const sum = (row: MonthLine, figure: (pot: NamedStatement) => bigint) =>
    row.pots.reduce((total, pot) => total + figure(pot), 0n);
  return (
    <>
      <h1>{t(STATEMENTS.title)}</h1>
      <p>
        <a href={own}>
          {party.partnerName}, {party.reference}
        </a>
      </p>
      <p>{t(STATEMENTS.recorded)}</p>
      <Table
        caption={STATEMENTS.caption}
        rows={months}
        columns={[
          {
            heading: STATEMENTS.month,
            cell: (row) => (
              <>
                <a href={`${own}/releves/${row.month}`}>{t(monthInWords(row.month))}</a>{" "}
                <MonthState final={row.final} />
              </>
            ),
          },
          {
            heading: STATEMENTS.received,
            numeric: true,
            cell: (row) => <Euros cents={sum(row, ({ moves }) => moves.received - moves.undone)} />,
          },
          {
            heading: STATEMENTS.matched,
            numeric: true,
            cell: (row) => <Euros cents={sum(row, ({ moves }) => moves.committed - moves.reversed)} />,
          },
          {
            heading: STATEMENTS.remaining,
            numeric: true,
            cell: (row) => <Euros cents={sum(row, ({ closing }) => closing.remainingCents)} />,
          },
        ]}
      />
    </>
  );
}

const MonthState = ({ final }: { readonly final: boolean }) => (
  <StateTag label={final ? STATEMENTS.closed : STATEMENTS.current} tone={final ? "good" : "waiting"} />
);

type MonthProps = { readonly statement: MonthlyStatement; readonly lines: Page<StatementLine> };

/** One month: what moved, where each pot stands, and each movement to the gift that caused it. */
export function MonthPage({ statement, lines }: MonthProps) {
  const t = useText();
  const { party, month, final, pots } = statement;
  const own = `/partenaires/${party.agreementId}/releves`;
  return (
    <>
      <h1>
        {t(statementTitle(month.name))} <MonthState final={final} />
      </h1>
      <p>
        {party.partnerName}, {party.reference} · <a href={own}>{t(STATEMENTS.backToMonths)}</a>
      </p>
      {!final && <Notice>{t(STATEMENTS.provisional)}</Notice>}
      {pots.length === 0 && <p class="empty">{t(STATEMENTS.noPot)}</p>}
      <p class="buttons">
        <ButtonLink href={`${own}/${month.name}/pdf`}>{t(STATEMENTS.pdf)}</ButtonLink>{" "}
        <ButtonLink href={`${own}/${month.name}/csv`} kind="secondary">
          {t(STATEMENTS.csv)}
        </ButtonLink>
      </p>
      {pots.map((pot) => (
        <section key={pot.potId} aria-labelledby={`pot-${pot.potId}`}>
          <h2 id={`pot-${pot.potId}`}>{pot.potName}</h2>
          <PotMoves pot={pot} final={final} />
          <h3>{t(STATEMENTS.standing)}</h3>
          <Facts facts={STANDING.map(([figure, label]) => [label, <Euros cents={pot.closing[figure]} />] as const)} />
        </section>
      ))}
      <section aria-labelledby="lines">
        <h2 id="lines">{t(STATEMENTS.lines)}</h2>
        <p>{t(STATEMENTS.pseudonym)}</p>
        <Lines statement={statement} lines={lines} />
      </section>
      <p class="hint">
        {t(STATEMENTS.ties)} {t(STATEMENTS.recorded)}
      </p>
    </>
  );
}

type MoveRow = {
  readonly label: Text;
  readonly amount: bigint | undefined;
  readonly effect: bigint;
  readonly strong: boolean;
};

function PotMoves({ pot, final }: { readonly pot: NamedStatement; readonly final: boolean }) {
  const t = useText();
  const balance = (label: Text, cents: bigint): MoveRow => ({ label, amount: undefined, effect: cents, strong: true });
  const rows: readonly MoveRow[] = [
    balance(STATEMENTS.opening, pot.opening.remainingCents),
    ...SHOWN_MOVES.filter((move) => pot.moves[move] > 0n).map((move) => ({
      label: MOVES[move],
      amount: pot.moves[move],
      effect: EFFECT_ON_REMAINING[move] * pot.moves[move],
      strong: false,
    })),
    balance(final ? STATEMENTS.closing : STATEMENTS.closingNow, pot.closing.remainingCents),
  ];
  return (
    <Table
      caption={STATEMENTS.summary}
      rows={rows}
      columns={[
        { heading: STATEMENTS.item, cell: ({ label, strong }) => (strong ? <strong>{t(label)}</strong> : t(label)) },
        {
          heading: STATEMENTS.amount,
          numeric: true,
          cell: ({ amount }) => (amount === undefined ? "" : <Euros cents={amount} />),
        },
        {
          heading: STATEMENTS.effect,
          numeric: true,
          cell: ({ amount, effect }) => (amount !== undefined && effect === 0n ? "" : <Euros cents={effect} />),
        },
      ]}
    />
  );
}

function Lines({ statement, lines }: MonthProps) {
  const t = useText();
  const nameOf = new Map(statement.pots.map(({ potId, potName }) => [potId, potName]));
  const next = lines.nextCursor;
  return (
    <>
      <Table
        caption={STATEMENTS.lines}
        titled
        empty={STATEMENTS.noLine}
        rows={lines.items}
        columns={[
          { heading: STATEMENTS.date, cell: ({ at }) => <When at={at} time /> },
          ...(nameOf.size > 1
            ? [{ heading: STATEMENTS.pot, cell: (row: StatementLine) => nameOf.get(row.potId) ?? "" }]
            : []),
          { heading: STATEMENTS.item, cell: ({ move }) => t(MOVES[move]) },
          { heading: STATEMENTS.origin, cell: (row) => <Origin line={row} /> },
          { heading: STATEMENTS.amount, numeric: true, cell: ({ amountCents }) => <Euros cents={amountCents} /> },
        ]}
      />
      {next !== null && (
        <p>
          <a
            href={`/partenaires/${statement.party.agreementId}/releves/${statement.month.name}?suite=${encodeURIComponent(next)}#lines`}
          >
            {t(STATEMENTS.more)}
          </a>
        </p>
      )}
    </>
  );
}

function Origin({ line: { gift, reference } }: { readonly line: StatementLine }) {
  if (gift === undefined) return <>{reference}</>;
  return (
    <>
      <code>{gift.pseudonym}</code> · <Euros cents={gift.amountCents} /> · {gift.campaignTitle}
    </>
  );
}

import type { Page } from "../http/pagination.ts";
import type { lastReplay } from "../matching/replay-nightly.ts";
import { LastReplay } from "../matching/replay-view.tsx";
import { CheckBox, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Button, SearchForm } from "../ui/form.tsx";
import { Euros, Table } from "../ui/show.tsx";
import { BANK } from "./bank-page-messages.ts";
import { CashReturnDay } from "./cash-views.tsx";
import { kindText } from "./difference-messages.ts";
import { Age, DifferenceState } from "./difference-tags.tsx";
import type { DifferenceFilter, DifferenceRow } from "./list-differences.ts";
import { causeText } from "./messages.ts";

export const DifferenceTable = ({ rows }: { readonly rows: readonly DifferenceRow[] }) => {
  const t = useText();
  return (
    <Table
      caption={BANK.differences}
      titled
      rows={rows}
      empty={BANK.noDifferences}
      columns={[
        {
          heading: BANK.cause,
          cell: (row) => (
            <>
              <a href={`/ecarts/${row.id}`}>{t(causeText(row.proposedCause))}</a> <CashReturnDay row={row} />
              {row.counterparty && (
                <>
                  <br />
                  <span class="hint">{row.counterparty}</span>
                </>
              )}
            </>
          ),
        },
        { heading: BANK.kind, cell: (row) => t(kindText(row.kind)) },
        { heading: BANK.age, cell: (row) => <Age days={row.ageDays} /> },
        { heading: BANK.owner, cell: (row) => row.ownerName ?? t(BANK.nobody) },
        { heading: BANK.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
        {
          heading: BANK.state,
          cell: (row) => <DifferenceState state={row.state} />,
        },
      ]}
    />
  );
};

type ListProps = {
  readonly differences: Page<DifferenceRow>;
  readonly filter: DifferenceFilter;
  readonly kinds: readonly string[];
  readonly replay: Awaited<ReturnType<typeof lastReplay>>;
};

const OWNERS = [
  { value: "me", label: BANK.mine },
  { value: "nobody", label: BANK.nobody },
];

export function DifferenceList({ differences, filter, kinds, replay }: ListProps) {
  const t = useText();
  const chosen = new URLSearchParams({
    ...(filter.kind !== undefined && { genre: filter.kind }),
    ...(filter.owner !== undefined && { responsable: filter.owner }),
    ...(!filter.open && { tous: "1" }),
  });
  return (
    <>
      <h1>{t(BANK.differences)}</h1>
      <LastReplay replay={replay} />
      <SearchForm action="/ecarts">
        <Select
          name="genre"
          label={BANK.kind}
          options={kinds.map((kind) => ({ value: kind, label: kindText(kind) }))}
          value={filter.kind}
          empty={BANK.anyKind}
          optional
        />
        <Select
          name="responsable"
          label={BANK.owner}
          options={OWNERS}
          value={filter.owner}
          empty={BANK.anyOwner}
          optional
        />
        <CheckBox name="tous" label={BANK.withClosed} checked={!filter.open} />
        <Button kind="secondary">{t(BANK.show)}</Button>
      </SearchForm>
      <DifferenceTable rows={differences.items} />
      {differences.nextCursor !== null && (
        <p>
          <a href={`/ecarts?${chosen}&suite=${encodeURIComponent(differences.nextCursor)}`}>{t(BANK.more)}</a>
        </p>
      )}
    </>
  );
}

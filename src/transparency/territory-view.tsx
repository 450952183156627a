import { departementName } from "../matching/territory-names.ts";
import { useText } from "../ui/context.ts";
import { Euros, Table } from "../ui/show.tsx";
import { OPEN, territoriesIn } from "./messages.ts";
import { hasSecret, type TerritoryYear } from "./publish-territories.ts";
import { regionName } from "./regions.ts";

type Props = {
  readonly year: number;
  readonly years: readonly number[];
  readonly rows: readonly TerritoryYear[];
};

/** One year's regions and départements; what few people gave is kept secret (X6). */
export function TerritoryTable({ year, years, rows }: Props) {
  const t = useText();
  return (
    <section id="territoires">
      <h2>{t(OPEN.byTerritory)}</h2>
      <p>{t(OPEN.territoryHint)}</p>
      {years.length > 1 && (
        <ul class="links inline">
          {years.map((one) => (
            <li key={one}>
              <a href={`/transparence?annee=${one}#territoires`} aria-current={one === year ? "true" : undefined}>
                {one}
              </a>
            </li>
          ))}
        </ul>
      )}
      <Table
        caption={territoriesIn(year)}
        rows={rows}
        columns={[
          { heading: OPEN.territory, cell: (row) => <Name row={row} /> },
          { heading: OPEN.donors, cell: ({ people }) => people?.donors ?? <Secret />, numeric: true },
          { heading: OPEN.gifts, cell: ({ people }) => <Amount cents={people?.giftsCents} />, numeric: true },
          { heading: OPEN.matched, cell: ({ people }) => <Amount cents={people?.matchedCents} />, numeric: true },
          { heading: OPEN.granted, cell: (row) => <Euros cents={row.grantedCents} />, numeric: true },
          { heading: OPEN.paid, cell: (row) => <Euros cents={row.paidCents} />, numeric: true },
        ]}
      />
      {rows.some(hasSecret) && <p class="hint">{t(OPEN.secretHint)}</p>}
    </section>
  );
}

function Name({ row }: { readonly row: TerritoryYear }) {
  const t = useText();
  if (row.level === "region")
    return <strong>{row.region === null ? t(OPEN.noTerritory) : regionName(row.region)}</strong>;
  return <>{row.departement === null ? t(OPEN.severalDepartements) : departementName(row.departement)}</>;
}

const Secret = () => <span class="hint">{useText()(OPEN.secret)}</span>;

const Amount = ({ cents }: { readonly cents: bigint | undefined }) =>
  cents === undefined ? <Secret /> : <Euros cents={cents} />;

import { useText } from "../ui/context.ts";
import { Euros, Facts, Table, When } from "../ui/show.tsx";
import { Downloads, SealHead } from "./check-views.tsx";
import { OPEN } from "./messages.ts";
import type { Figures, Standing, YearFlows } from "./read-figures.ts";
import { TerritoryTable } from "./territory-view.tsx";

type Props = {
  readonly figures: Figures;
  /** The year whose territories are shown. */
  readonly year: number | undefined;
  readonly hasGrantsFile: boolean;
};

/** Where the money comes from and where it goes, and how anyone may check it. */
export function TransparencyPage({ figures, year, hasGrantsFile }: Props) {
  const t = useText();
  const { years, territories, standing, head, check, readAt } = figures;
  return (
    <>
      <h1>{t(OPEN.title)}</h1>
      <p class="lead">{t(OPEN.intro)}</p>
      {years.length === 0 && <p class="empty">{t(OPEN.nothingYet)}</p>}
      {years.length > 0 && <Years years={years} />}
      {year !== undefined && (
        <TerritoryTable
          year={year}
          years={years.map((row) => row.year)}
          rows={territories.filter((row) => row.year === year)}
        />
      )}
      <StandingNow standing={standing} />
      <SealHead head={head} check={check} />
      <Downloads hasGrantsFile={hasGrantsFile} />
      <p class="hint">
        {t(OPEN.readAt)} <When at={readAt} time />
      </p>
    </>
  );
}

const AMOUNTS = [
  ["giftsCents", OPEN.gifts],
  ["matchedCents", OPEN.matched],
  ["returnedCents", OPEN.returned],
  ["grantedCents", OPEN.granted],
  ["paidCents", OPEN.paid],
  ["fundedCents", OPEN.partners],
  ["withdrawnCents", OPEN.withdrawn],
  ["tipsCents", OPEN.tips],
  ["processorFeesCents", OPEN.fees],
  ["lossesCents", OPEN.losses],
] as const;

type Line = (typeof AMOUNTS)[number];

/** A line a flow, a column a year. Flows of nothing in every year would only be in the way. */
function Years({ years }: { readonly years: readonly YearFlows[] }) {
  const t = useText();
  const lines = AMOUNTS.filter(([name]) => years.some((row) => row[name] !== 0n));
  const everCents = ([name]: Line) => years.reduce((all, row) => all + row[name], 0n);
  return (
    <section>
      <h2>{t(OPEN.byYear)}</h2>
      <Table
        caption={OPEN.caption}
        rows={lines}
        columns={[
          { heading: OPEN.what, cell: ([, label]) => t(label) },
          { heading: OPEN.sinceStart, cell: (line) => <Euros cents={everCents(line)} />, numeric: true },
          ...years.map((row) => ({
            heading: { fr: String(row.year), en: String(row.year) },
            cell: ([name]: Line) => <Euros cents={row[name]} />,
            numeric: true,
          })),
        ]}
      />
      <p class="hint">{t(OPEN.counted)}</p>
    </section>
  );
}

const HELD = [
  ["generalCents", OPEN.general],
  ["reserveCents", OPEN.reserve],
  ["committedCents", OPEN.committed],
  ["tipsCents", OPEN.tipsHeld],
  ["potsCents", OPEN.pots],
  ["giftsCents", OPEN.giftsHeld],
  ["matchesCents", OPEN.matchesHeld],
  ["grantsCents", OPEN.grantsHeld],
  ["refundsDueCents", OPEN.refundsDue],
  ["owedBackCents", OPEN.owedBack],
] as const satisfies readonly (readonly [keyof Standing, unknown])[];

function StandingNow({ standing }: { readonly standing: Standing }) {
  const t = useText();
  return (
    <section>
      <h2>{t(OPEN.standing)}</h2>
      <Facts facts={HELD.map(([name, label]) => [label, <Euros cents={standing[name]} />])} />
    </section>
  );
}

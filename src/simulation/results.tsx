import type { ComponentChildren } from "preact";
import type { RuleOutcome, SimulatedBound, SimulatedPart } from "../domain/simulation/result.ts";
import type { Text } from "../i18n/text.ts";
import { departementName } from "../matching/territory-names.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { formatCount, percentOf } from "../ui/format.ts";
import { type Column, Euros, Notice, Table, When } from "../ui/show.tsx";
import { BOUND_NAMES } from "./bound-names.ts";
import { RESULT } from "./page-messages.ts";
import { RefusedLines } from "./refused-lines.tsx";
import type { SimulationReport } from "./simulate-matching.ts";
import { SpendingChart } from "./spending-chart.tsx";

type Props = { readonly report: SimulationReport; readonly children?: ComponentChildren };

/** What one rule did with the gifts, or two side by side. */
export function SimulationResults({ report, children }: Props) {
  const t = useText();
  const { rules } = report;
  const outcomes = rules.map(({ outcome }) => outcome);
  return (
    <section aria-labelledby="resultat">
      <h2 id="resultat">{t(RESULT.title)}</h2>
      <p>{t(RESULT.simulated)}</p>
      <ol class="plain">
        {rules.map(({ sentence, signed }, index) => (
          <li key={index}>
            <strong>{t(RESULT.ruleNumber(index + 1))}</strong>{" "}
            <span class="tag">{t(signed === undefined ? RESULT.draft : RESULT.version(signed.version))}</span>
            <p>{t(sentence)}</p>
            {isOutsideDays(outcomes[index]) && (
              <Notice tone="warning">
                <p>{t(RESULT.outsideDays)}</p>
              </Notice>
            )}
          </li>
        ))}
      </ol>
      {report.file !== undefined && <RefusedLines file={report.file} />}
      <Summary outcomes={outcomes} />
      {children}
      <SpendingChart rules={rules} />
      <Limits outcomes={outcomes} />
      <Parts
        title={RESULT.territories}
        heading={RESULT.departement}
        parts={outcomes.map(({ territories }) => territories)}
        outcomes={outcomes}
        named={({ title }, unknown) => (title === "?" ? unknown : title.split(", ").map(departementName).join(", "))}
      />
      <Parts
        title={RESULT.campaigns}
        heading={RESULT.campaign}
        parts={outcomes.map(({ campaigns }) => campaigns)}
        outcomes={outcomes}
        named={({ title }) => title}
      />
    </section>
  );
}

/** Every gift came before the rule's first day or after its last. */
const isOutsideDays = (outcome: RuleOutcome | undefined): boolean =>
  outcome !== undefined &&
  outcome.gifts > 0 &&
  outcome.limits
    .filter(({ bound }) => bound === "before_start" || bound === "after_end")
    .reduce((sum, { gifts }) => sum + gifts, 0) === outcome.gifts;

type Measure = { readonly label: Text; readonly of: (outcome: RuleOutcome) => ComponentChildren };

function Summary({ outcomes }: { readonly outcomes: readonly RuleOutcome[] }) {
  const t = useText();
  const language = useLanguage();
  const count = (value: number) => formatCount(value, language);
  const measures: readonly Measure[] = [
    { label: RESULT.gifts, of: ({ gifts }) => count(gifts) },
    { label: RESULT.giftSum, of: ({ giftCents }) => <Euros cents={giftCents} /> },
    {
      label: RESULT.matchSum,
      of: ({ matchCents }) => (
        <strong>
          <Euros cents={matchCents} />
        </strong>
      ),
    },
    {
      label: RESULT.matchedGifts,
      of: ({ matchedGifts, gifts }) => `${count(matchedGifts)} (${percentOf(BigInt(matchedGifts), BigInt(gifts))} %)`,
    },
    { label: RESULT.average, of: ({ averageMatchCents }) => <Euros cents={averageMatchCents} /> },
    { label: RESULT.potAtStart, of: ({ potCents }) => <Euros cents={potCents} /> },
    { label: RESULT.left, of: ({ potCents, matchCents }) => <Euros cents={potCents - matchCents} /> },
    {
      label: RESULT.exhausted,
      of: ({ exhaustedAt }) => (exhaustedAt === undefined ? t(RESULT.notExhausted) : <When at={exhaustedAt} time />),
    },
    ...(outcomes.some(({ givenBackCents }) => givenBackCents > 0n)
      ? [{ label: RESULT.givenBack, of: ({ givenBackCents }: RuleOutcome) => <Euros cents={givenBackCents} /> }]
      : []),
  ];
  return (
    <Table
      caption={RESULT.inShort}
      rows={measures}
      columns={[
        { heading: RESULT.measure, cell: ({ label }) => t(label) },
        ...outcomes.map((outcome, rule) => ({
          heading: RESULT.ruleNumber(rule + 1),
          cell: ({ of }: Measure) => of(outcome),
          numeric: true,
        })),
      ]}
    />
  );
}

function Limits({ outcomes }: { readonly outcomes: readonly RuleOutcome[] }) {
  const t = useText();
  const language = useLanguage();
  const bounds = [...new Set(outcomes.flatMap(({ limits }) => limits.map(({ bound }) => bound)))];
  const limitOf = (rule: number, bound: SimulatedBound) => outcomes[rule]?.limits.find((one) => one.bound === bound);
  return (
    <>
      <Table
        caption={RESULT.limits}
        empty={RESULT.noLimit}
        rows={bounds}
        columns={[
          { heading: RESULT.bound, cell: (bound) => t(BOUND_NAMES[bound]) },
          ...outcomes.flatMap((_, rule): readonly Column<SimulatedBound>[] => [
            {
              heading: RESULT.cost(rule + 1),
              cell: (bound) => <Euros cents={limitOf(rule, bound)?.notGrantedCents ?? 0n} />,
              numeric: true,
            },
            {
              heading: RESULT.concerned(rule + 1),
              cell: (bound) => formatCount(limitOf(rule, bound)?.gifts ?? 0, language),
              numeric: true,
            },
          ]),
        ]}
      />
      <p class="hint">{t(RESULT.limitsHint)}</p>
    </>
  );
}

type PartsProps = {
  readonly title: Text;
  readonly heading: Text;
  readonly parts: readonly (readonly SimulatedPart[])[];
  readonly outcomes: readonly RuleOutcome[];
  readonly named: (part: SimulatedPart, unknown: string) => string;
};

const MOST_ROWS = 40;

/** Shares of the matching, the first rule's largest first. */
function Parts({ title, heading, parts, outcomes, named }: PartsProps) {
  const t = useText();
  const language = useLanguage();
  const all = [...new Map(parts.flat().map((part) => [part.key, part])).values()];
  const partOf = (rule: number, key: string) => parts[rule]?.find((part) => part.key === key);
  return (
    <>
      <Table
        caption={title}
        rows={all.slice(0, MOST_ROWS)}
        columns={[
          { heading, cell: (part) => named(part, t(RESULT.unknownTerritory)) },
          { heading: RESULT.gifts, cell: ({ gifts }) => formatCount(gifts, language), numeric: true },
          { heading: RESULT.giftSum, cell: ({ giftCents }) => <Euros cents={giftCents} />, numeric: true },
          ...outcomes.map(
            (outcome, rule): Column<SimulatedPart> => ({
              heading: RESULT.shareOf(rule + 1),
              cell: ({ key }) => {
                const matched = partOf(rule, key)?.matchCents ?? 0n;
                return (
                  <>
                    <Euros cents={matched} /> ({percentOf(matched, outcome.matchCents)} %)
                  </>
                );
              },
              numeric: true,
            }),
          ),
        ]}
      />
      {all.length > MOST_ROWS && <p class="hint">{t(RESULT.onlyFirst)}</p>}
    </>
  );
}

import { CSV_MARK, csvWriter, type WrittenCell } from "../csv/write-csv.ts";
import { type CrowdPlan, inventCrowd } from "../domain/simulation/crowd.ts";
import { type SimulatedGift, territoryOf } from "../domain/simulation/gift.ts";
import type { RuleOutcome, SimulationResult } from "../domain/simulation/result.ts";
import { type SimulationSetUp, startSimulation } from "../domain/simulation/simulate.ts";
import type { Language } from "../i18n/text.ts";
import { BOUND_NAMES } from "./bound-names.ts";
import { COLUMNS } from "./messages.ts";

/** What a simulation is asked, side by side: each set-up plays alone on the same gifts. */
export type SimulationTask = {
  readonly setUps: readonly SimulationSetUp[];
  /** Undefined: gifts are handed over in parts. */
  readonly crowd: CrowdPlan | undefined;
  /** Writes every gift with its answers as a CSV file in this language. */
  readonly csv: Language | undefined;
};

/** `gifts`: the next ones, in the order of their time; undefined: there are no more. */
export type HandedGifts = { readonly gifts: readonly SimulatedGift[] | undefined };

export type SimulationDone = { readonly outcomes: readonly RuleOutcome[]; readonly csv: string | undefined };

/** How many campaigns and territories are told one by one. */
const MOST_PARTS = 200;

/** What a thread does with its task: `take` plays some gifts, `finish` sums up. */
export function startWork({ setUps, crowd, csv }: SimulationTask) {
  const simulations = setUps.map(startSimulation);
  const take = (gifts: readonly SimulatedGift[]) => {
    for (const gift of gifts) for (const simulation of simulations) simulation.play(gift);
  };
  return {
    take,
    finish: (): SimulationDone => {
      if (crowd !== undefined) take(inventCrowd(crowd));
      const results = simulations.map((simulation) => simulation.end());
      return {
        outcomes: results.flatMap(({ outcomes }) => outcomes.map(shortened)),
        csv: csv === undefined ? undefined : written(results, csv),
      };
    },
  };
}

const shortened = (outcome: RuleOutcome): RuleOutcome => ({
  ...outcome,
  territories: outcome.territories.slice(0, MOST_PARTS),
  campaigns: outcome.campaigns.slice(0, MOST_PARTS),
});

const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" });

function written(results: readonly SimulationResult[], language: Language): string {
  const write = csvWriter(language);
  const ruleColumns = results.flatMap((_, index) => [COLUMNS.match(index + 1), COLUMNS.bound(index + 1)]);
  const { number, date, campaign, departement, donor, gift } = COLUMNS;
  const header = [number, date, campaign, departement, donor, gift, ...ruleColumns];
  const lines = [CSV_MARK, write(header.map((text) => text[language]))];
  for (const [index, line] of (results[0]?.lines ?? []).entries()) {
    const answers = results.flatMap((result): readonly WrittenCell[] => {
      const answer = result.lines[index]?.answers[0];
      return answer === undefined ? [] : [answer.amountCents, BOUND_NAMES[answer.boundBy][language]];
    });
    lines.push(write([...giftCells(line.gift), ...answers]));
  }
  return lines.join("");
}

const giftCells = (gift: SimulatedGift): readonly WrittenCell[] => [
  Number(gift.id),
  clock.format(gift.facts.recordedAt),
  gift.campaign.title,
  territoryOf(gift),
  gift.donorId,
  gift.facts.baseCents,
];

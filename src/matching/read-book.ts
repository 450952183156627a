import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { BookedGift } from "../domain/matching/booked-gift.ts";
import { periodOf } from "../domain/matching/cap-period.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import type { RuleSum } from "../domain/matching/rule-sums.ts";
import { type UsageBook, usageBook } from "../domain/matching/usage-book.ts";
import { cents, remaining } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";

/** A gift with the rules that were in force when it was recorded. */
export type GiftUnderRules = { readonly gift: BookedGift; readonly rules: readonly MatchingRule[] };

export type KnownPledge = {
  readonly state: string;
  readonly donorId: string;
  /** What its rules answered together; undefined while they did not. */
  readonly answeredCents: bigint | undefined;
};

/** What stands around some gifts, with what must not have changed when something is decided on it. */
export type ReadBook = {
  readonly book: UsageBook;
  readonly pledges: ReadonlyMap<string, KnownPledge>;
  readonly campaignStates: ReadonlyMap<string, string>;
  readonly seen: {
    readonly pots: readonly (readonly [id: string, changes: number, remainingCents: number])[];
    readonly campaigns: readonly (readonly [id: string, matchedCents: number | null])[];
  };
};

/** As `read_matching_book` answers it. */
type Stored = {
  readonly pots: readonly (readonly [id: string, changes: number, remaining: number])[];
  readonly campaigns: readonly (readonly [id: string, state: string, ceiling: number | null, matched: number | null])[];
  readonly pledges: readonly (readonly [id: string, state: string, donor: string, answered: number | null])[];
  readonly sums: readonly (readonly [rule: string, kind: RuleSum | "lump", key: string, used: number])[];
  readonly held: readonly (readonly [pot: string, cents: number, departements: readonly string[]])[];
  readonly reached: {
    readonly others: readonly (readonly [campaign: string, donors: number, cents: number])[];
    readonly own: readonly (readonly [campaign: string, pledge: string, donor: string, cents: number])[];
  };
};

/** Reads what stands around the gifts in one round trip, whatever their number. It promises nothing by itself. */
export async function readBook(reader: Reader, fundId: string, gifts: readonly GiftUnderRules[]): Promise<ReadBook> {
  const rules = distinctRules(gifts);
  const potIds = rules.map((rule) => rule.potId);
  const held = rules.filter((rule) => rule.heldShares.length > 0).map((rule) => rule.potId);
  const [row] = await reader.execute<{ book: Stored }>(sql`
    select read_matching_book(${fundId}, ${uuids(gifts.map(({ gift }) => gift.campaignId))},
      ${uuids(gifts.flatMap(({ gift }) => gift.id ?? []))}, ${uuids(gifts.flatMap(({ gift }) => gift.donorId ?? []))},
      ${uuids(potIds)}, ${uuids(held)}, ${uuids(rules.map((rule) => rule.id))},
      ${JSON.stringify(periodsAsked(gifts))}::jsonb) as book`);
  if (row === undefined) throw new InvariantViolation("read_matching_book answered nothing");
  return opened(row.book);
}

/** Holds campaigns, pledges, ceilings and pots of these gifts until the transaction ends, in the order of the house. */
export async function holdForMatching(reader: Reader, fundId: string, gifts: readonly GiftUnderRules[]): Promise<void> {
  await reader.execute(sql`
    select hold_for_matching(${fundId}, ${uuids(gifts.map(({ gift }) => gift.campaignId))},
      ${uuids(gifts.flatMap(({ gift }) => gift.id ?? []))}, ${uuids(distinctRules(gifts).map((rule) => rule.potId))})`);
}

const uuids = (ids: readonly string[]) => sql`${`{${[...new Set(ids)].join()}}`}::uuid[]`;

const distinctRules = (gifts: readonly GiftUnderRules[]): readonly MatchingRule[] => [
  ...new Set([...new Set(gifts.map(({ rules }) => rules))].flat()),
];

/** For each rule with a cap per period, one instant in each period the gifts lie in. */
function periodsAsked(gifts: readonly GiftUnderRules[]) {
  const asked = new Map<string, { rule: string; period: string; at: string }>();
  for (const { gift, rules } of gifts)
    for (const { id, capPeriod } of rules)
      if (capPeriod !== undefined)
        asked.set(`${id} ${capPeriod} ${periodOf(capPeriod, gift.facts.recordedAt)}`, {
          rule: id,
          period: capPeriod,
          at: gift.facts.recordedAt.toISOString(),
        });
  return [...asked.values()];
}

function opened(stored: Stored): ReadBook {
  const book = usageBook();
  for (const [potId, , left] of stored.pots) book.fundPot(potId, BigInt(left));
  for (const [id, , ceiling, matched] of stored.campaigns)
    if (ceiling !== null) book.setCeiling(id, remaining(cents(BigInt(ceiling)), cents(BigInt(matched ?? 0))));
  for (const [ruleId, kind, key, used] of stored.sums) {
    if (kind === "lump") book.sums(ruleId).openLump(key);
    else book.sums(ruleId).open(kind, key, cents(BigInt(used)));
  }
  for (const [potId, used, departements] of stored.held) book.held.add(potId, departements, BigInt(used));
  for (const [campaignId, donors, raised] of stored.reached.others)
    book.progress.open(campaignId, donors, cents(BigInt(raised)));
  for (const [campaignId, pledgeId, donorId, left] of stored.reached.own)
    book.progress.setFirm(campaignId, pledgeId, donorId, cents(BigInt(left)));
  return {
    book,
    pledges: new Map(
      stored.pledges.map(([id, state, donorId, answered]) => [
        id,
        { state, donorId, answeredCents: answered === null ? undefined : BigInt(answered) },
      ]),
    ),
    campaignStates: new Map(stored.campaigns.map(([id, state]) => [id, state])),
    seen: { pots: stored.pots, campaigns: stored.campaigns.map(([id, , , matched]) => [id, matched] as const) },
  };
}

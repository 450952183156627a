import { z } from "zod";
import type { Reader } from "../db/client.ts";
import { type Comparison, compare } from "../domain/day-close.ts";
import { compareBankDays } from "./compare-bank-days.ts";
import { comparePayoutDays } from "./compare-payout-days.ts";
import { compareStripeDays } from "./compare-stripe-days.ts";
import type { Days } from "./paris-day.ts";

const cents = z.union([z.bigint(), z.int().transform(BigInt)]);
const comparison = z.object({
  firstCents: cents,
  secondCents: cents,
  gapCents: cents,
  otherDayCents: cents,
  explainedCents: cents,
  unexplainedCents: cents,
  loose: z.int(),
});

const schema = z.object({
  /** Ledger less Stripe. */
  stripe: comparison.extend({ categories: z.array(comparison.extend({ category: z.string().nullable() })) }),
  /** Arrived, as Stripe says, less shown by the bank. */
  payouts: comparison.extend({ sentCents: cents }),
  /** Statement less ledger; the closing figures are null where no statement covers the day. */
  bank: comparison.extend({
    ledgerClosingCents: cents,
    statementClosingCents: cents.nullable(),
    closingUnexplainedCents: cents.nullable(),
  }),
});

/** The three comparisons of one day (R1), in signed euro cents. */
export type DayFigures = z.output<typeof schema>;

/** The figures of each day from `from` to `to`: one query a comparison. */
export async function readFigures(reader: Reader, fundId: string, days: Days): Promise<(day: string) => DayFigures> {
  const stripe = await compareStripeDays(reader, fundId, days);
  const payouts = await comparePayoutDays(reader, fundId, days);
  const bank = await compareBankDays(reader, fundId, days);
  return (day) => {
    const categories = [...(stripe.get(day) ?? [])];
    const ofBank = bank.get(day) ?? { ...NOTHING, ledgerClosingCents: 0n };
    return {
      stripe: { ...compare(categories), categories },
      payouts: payouts.get(day) ?? { ...NOTHING, sentCents: 0n },
      bank: {
        ...ofBank,
        statementClosingCents: ofBank.statementClosingCents ?? null,
        closingUnexplainedCents: ofBank.closingUnexplainedCents ?? null,
      },
    };
  };
}

const NOTHING: Comparison & { statementClosingCents?: bigint; closingUnexplainedCents?: bigint } = compare([]);

/** Figures as a closed day keeps them: JSON integers in, `bigint` out. */
export const parseFigures = (stored: unknown): DayFigures => schema.parse(stored);

/** Figures as JSON keeps them (A1). */
export const storedFigures = (figures: DayFigures): unknown =>
  JSON.parse(JSON.stringify(figures, (_, value) => (typeof value === "bigint" ? Number(value) : value)));

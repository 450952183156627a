import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import { type Balance, listBalances } from "../ledger/balances.ts";
import { sealHead } from "../ledger/sealed-entries.ts";
import { lastBookCheck } from "../self-check/queries.ts";
import { publishTerritories, type TerritoryYear } from "./publish-territories.ts";
import { type Flows, readFlows } from "./read-flows.ts";

/** What stands now on each kind of account of the fund, by the books: euro cents. */
export type Standing = {
  readonly generalCents: bigint;
  readonly committedCents: bigint;
  readonly reserveCents: bigint;
  readonly tipsCents: bigint;
  readonly potsCents: bigint;
  readonly giftsCents: bigint;
  readonly matchesCents: bigint;
  readonly grantsCents: bigint;
  readonly refundsDueCents: bigint;
  readonly owedBackCents: bigint;
};

export type YearFlows = Flows & { readonly year: number };

export type Figures = {
  readonly readAt: Date;
  readonly years: readonly YearFlows[];
  readonly territories: readonly TerritoryYear[];
  readonly standing: Standing;
  readonly head: { readonly sequence: number; readonly hash: string; readonly sealedAt: string } | undefined;
  readonly check: { readonly checkedAt: Date; readonly findings: number } | undefined;
};

/** Everything the fund publishes of its money, from the journal alone, as it stood at one instant. */
export const readFigures = ({ db, fundId }: Pick<Deps, "db" | "fundId">): Promise<Figures> =>
  db.transaction(
    async (tx) => {
      // A walk over the whole journal, alone at its time: compiling it would cost more than it saves.
      await tx.execute(sql`select set_config('jit', 'off', true), set_config('work_mem', '64MB', true),
        set_config('statement_timeout', '120s', true)`);
      return await figuresOf(tx, fundId);
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );

async function figuresOf(reader: Reader, fundId: string): Promise<Figures> {
  const flows = await readFlows(reader, fundId);
  const check = await lastBookCheck(reader, fundId);
  return {
    readAt: await fundNow(reader),
    years: flows.flatMap(({ level, region: _, departement: __, behind: ___, ...row }) =>
      level === "country" ? [row] : [],
    ),
    territories: publishTerritories(flows),
    standing: standingOf(await listBalances(reader, fundId)),
    head: await sealHead(reader, fundId),
    check: check && { checkedAt: check.checkedAt, findings: check.findings.length },
  };
}

function standingOf(balances: readonly Balance[]): Standing {
  const sum = (kind: string) =>
    balances.filter((one) => one.kind === kind).reduce((all, { balanceCents }) => all + balanceCents, 0n);
  return {
    generalCents: sum("fund:general"),
    committedCents: sum("fund:committed"),
    reserveCents: sum("fund:reserve"),
    tipsCents: sum("fund:tips"),
    potsCents: sum("pot:partner"),
    giftsCents: sum("gifts:campaign"),
    matchesCents: sum("match:campaign"),
    grantsCents: sum("grant"),
    refundsDueCents: sum("refunds-due"),
    owedBackCents: sum("receivable:campaign"),
  };
}

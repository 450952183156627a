import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { pledges } from "../db/schema/pledges.ts";
import { taxReceipts } from "../db/schema/receipts.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import {
  type CompanyRates,
  companyReduction,
  decideReceipt,
  type ReceiptForm,
  ruledOut,
  taxReduction,
} from "../domain/tax-receipt.ts";
import { notFound } from "../errors.ts";
import { type ParameterValues, parametersOn } from "../parameters/read-parameters.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { ofPerson, readPledge } from "../pledges/queries.ts";
import { receiptChanging } from "./messages.ts";
import { partnerOf, partnerReceiptStands } from "./partner-queries.ts";
import { creditedOn, currentIdentity, limitsOn, readGift, stands } from "./read-gift.ts";
import type { Given, ReceiptContent } from "./receipt-content.ts";

export type Receipt = {
  readonly id: string;
  /** The gift it is about; null where it is about what a company gave as a partner. */
  readonly pledgeId: string | null;
  readonly reference: string;
  readonly form: ReceiptForm;
  readonly amountCents: bigint;
  readonly creditedOn: string;
  readonly state: "issued" | "cancelled";
  readonly campaignTitle: string;
};

/** Where the receipt of a gift stands, for its donor and staff; 404 for anybody else. */
export async function readPledgeReceipt(deps: Deps, actor: Actor, pledgeId: string, key: string | undefined) {
  const { isDonor } = await readPledge(deps, actor, pledgeId, key);
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined) throw notFound();
  const day = creditedOn(pledge);
  const gift = await readGift(deps.db, pledge);
  const decision = decideReceipt(gift, await limitsOn(deps.db, deps.fundId, day ?? "9999-12-31"));
  const receipts = await receiptsOf(deps.db, deps.fundId, pledgeId);
  const issued = receipts.find((receipt) => receipt.state === "issued" && stands(receipt, pledge));
  return {
    isDonor,
    holdsReward: pledge.rewardHeld,
    isRuledOut: ruledOut(gift) !== undefined,
    noReceipt: decision.kind === "none" ? decision.reason : null,
    isBeingMade: decision.kind === "due" && issued === undefined,
    issued: issued ?? null,
    cancelled: receipts.filter((receipt) => receipt.state === "cancelled"),
    identity: isDonor ? ((await currentIdentity(deps.db, deps.fundId, pledgeId)) ?? null) : null,
    reduction: issued === undefined ? null : await reductionOf(deps, issued),
  };
}

export type PledgeReceipt = Awaited<ReturnType<typeof readPledgeReceipt>>;

async function reductionOf(deps: Deps, receipt: Receipt) {
  const values = await parametersOn(deps.db, deps.fundId, receipt.creditedOn);
  const amountCents = cents(receipt.amountCents);
  if (receipt.form === "16216") {
    const rates = companyRates(values);
    return { percent: rates.percent, amountCents: companyReduction(amountCents, rates) };
  }
  const percent = values["reduction-people-percent"];
  return { percent, amountCents: taxReduction(amountCents, percent) };
}

/** In force on a day (T5). */
export const companyRates = (values: ParameterValues): CompanyRates => ({
  percent: values["reduction-companies-percent"],
  thresholdCents: cents(values["reduction-companies-threshold"]),
  abovePercent: values["reduction-companies-above-percent"],
});

async function receiptsOf(reader: Reader, fundId: string, pledgeId: string): Promise<readonly Receipt[]> {
  const rows = await reader
    .select()
    .from(taxReceipts)
    .where(and(eq(taxReceipts.fundId, fundId), eq(taxReceipts.pledgeId, pledgeId)))
    .orderBy(asc(taxReceipts.year), asc(taxReceipts.number));
  return rows.map(toReceipt);
}

export function toReceipt(row: typeof taxReceipts.$inferSelect): Receipt {
  const content = row.content as ReceiptContent;
  return {
    id: row.id,
    pledgeId: row.pledgeId,
    reference: content.reference,
    form: row.form === "16216" ? "16216" : "11580",
    amountCents: row.amountCents,
    creditedOn: row.creditedOn,
    state: row.state === "issued" ? "issued" : "cancelled",
    campaignTitle: content.campaignTitle,
  };
}

/** A receipt as printed, for its donor and for staff who read all receipts, as long as it says what is so; 404 for anybody else. */
export async function readReceipt(deps: Deps, actor: Actor, receiptId: string, key: string | undefined) {
  const [row] = await deps.db
    .select()
    .from(taxReceipts)
    .where(and(eq(taxReceipts.fundId, deps.fundId), eq(taxReceipts.id, receiptId)));
  if (row === undefined) throw notFound();
  if (row.pledgeId === null) {
    if (!permits(actor, "partner-receipt.read", await partnerOf(deps.db, row))) throw notFound();
    if (row.state === "issued" && !(await partnerReceiptStands(deps.db, row))) throw receiptChanging();
  } else {
    const { isDonor } = await readPledge(deps, actor, row.pledgeId, key);
    if (!isDonor && !permits(actor, "receipt.read-all")) throw notFound();
    const pledge = await findPledge(deps.db, deps.fundId, row.pledgeId);
    if (row.state === "issued" && (pledge === undefined || !stands(row, pledge))) throw receiptChanging();
  }
  return { ...toReceipt(row), content: row.content as ReceiptContent };
}

/** A person's receipts in force, those of guest gifts under the same verified address included; newest year first. */
export async function listOwnReceipts(deps: Deps, userId: string): Promise<readonly Receipt[]> {
  const rows = await deps.db
    .select({ receipt: taxReceipts, pledge: pledges })
    .from(taxReceipts)
    .innerJoin(pledges, and(eq(pledges.fundId, taxReceipts.fundId), eq(pledges.id, taxReceipts.pledgeId)))
    .where(and(eq(taxReceipts.fundId, deps.fundId), eq(taxReceipts.state, "issued"), ofPerson(userId)))
    .orderBy(desc(taxReceipts.creditedOn), desc(taxReceipts.number));
  return rows.filter(({ receipt, pledge }) => stands(receipt, pledge)).map(({ receipt }) => toReceipt(receipt));
}

/**
 * What the issuer declares a year (CGI, article 222 bis), by model, and what companies gave by its nature; gifts count
 * in the year of credit (T2).
 */
export async function receiptTotals(deps: Deps, actor: Actor) {
  if (!permits(actor, "receipt.read-all")) throw notFound();
  const rows = await deps.db.execute<{
    year: number;
    form: string;
    nature: Given["nature"];
    count: number;
    amount: string;
    cancelled: number;
  }>(sql`
    select extract(year from credited_on)::int as year, form,
      coalesce(content #>> '{given,nature}', 'money') as nature,
      count(*) filter (where state = 'issued')::int as count,
      coalesce(sum(amount_cents) filter (where state = 'issued'), 0) as amount,
      count(*) filter (where state = 'cancelled')::int as cancelled
    from tax_receipts where fund_id = ${deps.fundId} group by 1, 2, 3
    order by 1 desc, 2, array_position(array['money', 'goods', 'skill_days'], coalesce(content #>> '{given,nature}', 'money'))`);
  return rows.map((row) => ({
    year: row.year,
    form: row.form === "16216" ? ("16216" as const) : ("11580" as const),
    nature: row.nature,
    count: row.count,
    amountCents: BigInt(row.amount),
    cancelled: row.cancelled,
  }));
}

export type ReceiptTotals = Awaited<ReturnType<typeof receiptTotals>>;

import { and, desc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { commitmentDeliveries } from "../db/schema/agreements.ts";
import { cooperationAgreements, matchingPots, organisations, potFundings } from "../db/schema/index.ts";
import { partnerReceiptIdentities, taxReceipts } from "../db/schema/receipts.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { CompanyIdentity } from "../domain/tax-receipt.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import { type ReceiptRow, saysTheSame } from "./issue-receipt.ts";
import { type PartnerLine, partnerLines } from "./partner-lines.ts";
import type { ReceiptContent } from "./receipt-content.ts";

/** The organisation that a partner's receipt names. */
export const partnerOf = async (reader: Reader, receipt: ReceiptRow): Promise<string> =>
  (await partyOf(reader, receipt)).partnerId;

const agreementOf = async (reader: Reader, receipt: ReceiptRow): Promise<string> =>
  (await partyOf(reader, receipt)).agreementId;

async function partyOf(reader: Reader, { fundId, fundingId, deliveryId, id }: ReceiptRow) {
  const [row] = await reader
    .select({ partnerId: cooperationAgreements.partnerId, agreementId: cooperationAgreements.id })
    .from(cooperationAgreements)
    .where(
      and(
        eq(cooperationAgreements.fundId, fundId),
        fundingId === null
          ? sql`exists (select from ${commitmentDeliveries} d where d.fund_id = ${fundId} and d.id = ${deliveryId}
              and d.agreement_id = ${cooperationAgreements.id})`
          : sql`exists (select from ${potFundings} f join ${matchingPots} p on p.fund_id = f.fund_id and p.id = f.pot_id
              where f.fund_id = ${fundId} and f.id = ${fundingId} and p.agreement_id = ${cooperationAgreements.id})`,
      ),
    );
  if (row === undefined) throw new InvariantViolation(`receipt ${id} has no partner`);
  return row;
}

/** Whether a receipt in force still says what the partner gave, less what went back: the sweep changes it soon. */
export async function partnerReceiptStands(reader: Reader, receipt: ReceiptRow): Promise<boolean> {
  const lines = await partnerLines(reader, receipt.fundId, await agreementOf(reader, receipt));
  return lines.some(({ receiptId, decision }) => {
    return receiptId === receipt.id && decision.kind === "due" && saysTheSame(receipt, decision);
  });
}

export type PartnerReceipt = {
  readonly id: string;
  readonly reference: string;
  readonly amountCents: bigint;
  readonly creditedOn: string;
  readonly state: "issued" | "cancelled";
};

/** What a partner gave under an agreement, each with its receipt or why there is none, for its members and staff. */
export async function readPartnerReceipts(deps: Deps, actor: Actor, agreementId: string) {
  const agreement = await partnerParty(deps, agreementId);
  if (agreement === undefined || !permits(actor, "partner-receipt.read", agreement.partnerId)) throw notFound();
  const lines = await partnerLines(deps.db, deps.fundId, agreementId);
  const receipts = await receiptsAbout(
    deps,
    lines.map(({ id }) => id),
  );
  const inForce = ({ receiptId, decision }: PartnerLine): PartnerReceipt | null => {
    const receipt = receipts.find((one) => one.id === receiptId);
    return decision.kind === "due" && receipt?.amountCents === decision.amountCents ? receipt : null;
  };
  return {
    agreementId,
    reference: agreement.reference,
    partner: agreement,
    identity: (await partnerIdentity(deps.db, deps.fundId, agreement.partnerId)) ?? null,
    mayIdentify: permits(actor, "partner-receipt.identify", agreement.partnerId),
    isWaiting: lines.some((line) => line.decision.kind === "due" && inForce(line) === null),
    lines: lines.map((line) => ({
      kind: line.kind,
      id: line.id,
      nature: line.given.nature,
      label: line.given.label,
      creditedOn: line.creditedOn,
      grossCents: line.grossCents,
      noReceipt: line.decision.kind === "none" ? line.decision.reason : null,
      issued: inForce(line),
    })),
    cancelled: receipts.filter(({ state }) => state === "cancelled"),
  };
}

export type PartnerReceipts = Awaited<ReturnType<typeof readPartnerReceipts>>;

export async function partnerParty({ db, fundId }: Deps, agreementId: string) {
  const [row] = await db
    .select({
      partnerId: organisations.id,
      name: organisations.name,
      siret: organisations.siret,
      address: organisations.address,
      postcode: organisations.postcode,
      town: organisations.town,
      reference: cooperationAgreements.reference,
    })
    .from(cooperationAgreements)
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, agreementId)));
  return row;
}

/** The name given last. */
async function partnerIdentity(
  reader: Reader,
  fundId: string,
  organisationId: string,
): Promise<CompanyIdentity | undefined> {
  const [row] = await reader
    .select({ identity: partnerReceiptIdentities.identity })
    .from(partnerReceiptIdentities)
    .where(
      and(eq(partnerReceiptIdentities.fundId, fundId), eq(partnerReceiptIdentities.organisationId, organisationId)),
    )
    .orderBy(desc(partnerReceiptIdentities.createdAt), desc(partnerReceiptIdentities.id))
    .limit(1);
  return row && (row.identity as CompanyIdentity);
}

async function receiptsAbout({ db, fundId }: Deps, ids: readonly string[]): Promise<readonly PartnerReceipt[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(taxReceipts)
    .where(
      and(
        eq(taxReceipts.fundId, fundId),
        sql`coalesce(${taxReceipts.fundingId}, ${taxReceipts.deliveryId}) in ${[...ids]}`,
      ),
    )
    .orderBy(desc(taxReceipts.year), desc(taxReceipts.number));
  return rows.map((row) => ({
    id: row.id,
    reference: (row.content as ReceiptContent).reference,
    amountCents: row.amountCents,
    creditedOn: row.creditedOn,
    state: row.state === "issued" ? "issued" : "cancelled",
  }));
}

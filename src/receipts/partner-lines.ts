import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { Nature } from "../domain/agreement.ts";
import { cents } from "../domain/money.ts";
import { type CompanyIdentity, decidePartnerReceipt, type PartnerReceiptDecision } from "../domain/tax-receipt.ts";
import type { Given } from "./receipt-content.ts";

/** One transfer or delivery of a partner: what it was, whether a receipt is due for it, and the one in force. */
export type PartnerLine = {
  readonly kind: "funding" | "delivery";
  readonly id: string;
  readonly agreementId: string;
  readonly agreement: string;
  readonly given: Given;
  /** The Paris day it was credited or handed over (T2). */
  readonly creditedOn: string;
  readonly grossCents: bigint;
  readonly decision: PartnerReceiptDecision;
  readonly receiptId: string | null;
};

/** Bodies of public law give as such, not as companies: no tax for a receipt to lower. */
const NOT_COMPANIES: ReadonlySet<string> = new Set(["local_authority", "public_body"]);

/**
 * What partners gave under their agreements, the oldest first. Money taken back is set against the newest transfers of
 * its pot: a withdrawal once ordered, a transfer that the bank took back.
 */
export async function partnerLines(
  reader: Reader,
  fundId: string,
  agreementId?: string,
): Promise<readonly PartnerLine[]> {
  const only = agreementId === undefined ? sql`true` : sql`a.id = ${agreementId}`;
  const rows = await reader.execute<Row>(sql`
    with given as (${fundings(fundId, only)} union all ${deliveries(fundId, only)})
    select given.*, o.legal_form, r.id as receipt_id,
      (select i.identity from partner_receipt_identities i where i.fund_id = ${fundId} and i.organisation_id = given.partner_id
        order by i.created_at desc, i.id desc limit 1) as identity
    from given join organisations o on o.id = given.partner_id
    left join tax_receipts r on r.fund_id = ${fundId} and r.state = 'issued'
      and (r.funding_id = given.id and given.kind = 'funding' or r.delivery_id = given.id and given.kind = 'delivery')
    order by given.credited_on, given.id`);
  return rows.map(toLine);
}

type Row = {
  kind: "funding" | "delivery";
  id: string;
  agreement_id: string;
  agreement: string;
  label: string | null;
  nature: Nature | null;
  commitment: Given["nature"];
  unit: string | null;
  quantity: string | null;
  unit_value: string | null;
  credited_on: string;
  gross: string;
  left_over: string;
  is_received: boolean;
  legal_form: string;
  receipt_id: string | null;
  identity: CompanyIdentity | null;
};

const fundings = (fundId: string, only: SQL): SQL => sql`
  select 'funding' as kind, f.id, f.agreement_id, f.partner_id, f.agreement, c.label, c.nature, 'money' as commitment,
    null::text as unit, null::text as quantity, null::text as unit_value, f.credited_on::text as credited_on, f.gross::text as gross,
    (f.kept - least(f.kept, greatest(0, f.withdrawn - f.newer)))::text as left_over, true as is_received
  from (
    select k.*, coalesce(sum(k.kept) over (partition by k.pot_id order by k.position desc
        rows between unbounded preceding and 1 preceding), 0) as newer
    from (
      select x.id, x.pot_id, x.position, x.amount_cents as gross, a.id as agreement_id, a.partner_id,
        coalesce(a.title || ' (' || a.reference || ')', a.reference) as agreement,
        (coalesce(e.occurred_at, x.created_at) at time zone 'Europe/Paris')::date as credited_on,
        x.amount_cents - coalesce((select sum(b.amount_cents) from pot_funding_returns b
          where b.fund_id = x.fund_id and b.funding_id = x.id), 0) as kept,
        coalesce((select sum(w.amount_cents) from pot_withdrawals w
          where w.fund_id = x.fund_id and w.pot_id = x.pot_id and w.state in ('ordered', 'sent', 'paid')), 0) as withdrawn
      from pot_fundings x
      join matching_pots p on p.fund_id = x.fund_id and p.id = x.pot_id
      join cooperation_agreements a on a.fund_id = p.fund_id and a.id = p.agreement_id
      left join journal_entries e on e.fund_id = x.fund_id and e.key = 'pot-funding:' || x.source || ':' || x.reference
      where x.fund_id = ${fundId} and ${only}
    ) k
  ) f
  left join commitments c on c.fund_id = ${fundId} and c.pot_id = f.pot_id`;

/** An amendment may value what comes later otherwise: what was recorded before keeps its value. */
const deliveries = (fundId: string, only: SQL): SQL => sql`
  select 'delivery', d.id, a.id, a.partner_id, coalesce(a.title || ' (' || a.reference || ')', a.reference), c.label, c.nature,
    c.kind, c.unit, d.quantity::text, d.unit_value_cents::text, d.delivered_on::text, floor(d.quantity * d.unit_value_cents)::text,
    floor(d.quantity * d.unit_value_cents)::text, d.state = 'confirmed'
  from commitment_deliveries d
  join commitments c on c.fund_id = d.fund_id and c.agreement_id = d.agreement_id and c.key = d.commitment_key
  join cooperation_agreements a on a.fund_id = d.fund_id and a.id = d.agreement_id
  where d.fund_id = ${fundId} and d.state <> 'refused' and ${only}`;

function toLine(row: Row): PartnerLine {
  const grossCents = BigInt(row.gross);
  return {
    kind: row.kind,
    id: row.id,
    agreementId: row.agreement_id,
    agreement: row.agreement,
    given: givenOf(row),
    creditedOn: row.credited_on,
    grossCents,
    decision: decidePartnerReceipt({
      nature: row.nature ?? undefined,
      isCompany: !NOT_COMPANIES.has(row.legal_form),
      isReceived: row.is_received,
      grossCents: cents(grossCents),
      leftCents: cents(BigInt(row.left_over)),
      identity: row.identity ?? undefined,
    }),
    receiptId: row.receipt_id,
  };
}

const givenOf = ({ commitment, label, quantity, unit, unit_value }: Row): Given =>
  commitment === "money"
    ? { nature: "money", label: label ?? "" }
    : {
        nature: commitment,
        label: label ?? "",
        quantity: Number(quantity),
        unit,
        unitValueCents: Number(unit_value),
      };

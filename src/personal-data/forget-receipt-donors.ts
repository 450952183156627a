import { sql } from "drizzle-orm";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";

/**
 * Receipts are kept six years after theirs. Then the names of people who were erased go from them, and from what they
 * had given for them; number, amount and day stay. Returns how many.
 */
export async function forgetReceiptDonors({ db, fundId }: Pick<Deps, "db" | "fundId">): Promise<number> {
  return await inTransaction(db, async (tx) => {
    const rows = await tx.execute(sql`
      update tax_receipts r set content = jsonb_set(r.content, '{donor}', forgotten_donor(r.content -> 'donor'))
      from pledges p
      where r.fund_id = ${fundId} and p.fund_id = r.fund_id and p.id = r.pledge_id and p.email like 'efface-%@efface.invalid'
        and extract(year from fund_now() at time zone 'Europe/Paris') > r.year + 6
        and r.content -> 'donor' <> forgotten_donor(r.content -> 'donor')
      returning r.id`);
    await tx.execute(sql`
      update receipt_identities i set identity = forgotten_donor(i.identity)
      from pledges p
      where i.fund_id = ${fundId} and p.fund_id = i.fund_id and p.id = i.pledge_id and p.email like 'efface-%@efface.invalid'
        and i.identity <> forgotten_donor(i.identity)
        and not exists (select from tax_receipts r where r.fund_id = p.fund_id and r.pledge_id = p.id
          and extract(year from fund_now() at time zone 'Europe/Paris') <= r.year + 6)`);
    return rows.length;
  });
}

import { eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { funds } from "../db/schema/fund.ts";
import { InvariantViolation } from "../errors.ts";

/** The fund's fee in basis points. Donors are told before they give: a campaign keeps what stood at its last edit. */
export async function declaredFeeOf(reader: Reader, fundId: string): Promise<number> {
  const [fund] = await reader.select({ bps: funds.declaredFeeBps }).from(funds).where(eq(funds.id, fundId));
  if (fund === undefined) throw new InvariantViolation(`no fund ${fundId}`);
  return fund.bps;
}

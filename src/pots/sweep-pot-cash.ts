import { eq } from "drizzle-orm";
import { potStripeAccounts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { collectCash } from "./collect-cash.ts";

/** Takes what arrived on pots' standing accounts and no event told of (S3). */
export async function sweepPotCash(deps: Deps): Promise<void> {
  const accounts = await deps.db
    .select({ customerId: potStripeAccounts.customerId })
    .from(potStripeAccounts)
    .where(eq(potStripeAccounts.fundId, deps.fundId));
  await forEachLogged(deps, "sweep-pot-cash", accounts, ({ customerId }) =>
    collectCash(deps, worker("sweep-pot-cash"), customerId),
  );
}

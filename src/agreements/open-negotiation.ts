import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { cooperationAgreements, organisations } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { otherSide } from "../domain/agreement.ts";
import { permits } from "../domain/permissions.ts";
import { shortReference } from "../domain/short-reference.ts";
import { forbidden, notFound } from "../errors.ts";
import { checkTermsOf } from "./check-terms.ts";
import type { NegotiationInput } from "./forms.ts";
import { sideOf } from "./lock-agreement.ts";
import { notify } from "./notify.ts";
import { openWith } from "./write-version.ts";

/** A partner's member, or an administrator, proposes a new agreement: its version 1. Answers the agreement's id. */
export async function openNegotiation(deps: Deps, actor: Actor, input: NegotiationInput): Promise<string> {
  const { partnerId, message, terms } = input;
  if (!permits(actor, "organisation.read", partnerId)) throw notFound();
  if (actor.kind !== "user" || !permits(actor, "agreement.negotiate", partnerId)) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    const [partner] = await tx
      .select({ id: organisations.id })
      .from(organisations)
      .where(eq(organisations.id, partnerId));
    if (partner === undefined) throw notFound();
    const id = uuidv7();
    const now = await fundNow(tx);
    await checkTermsOf(tx, deps.fundId, id, terms, now);
    const side = sideOf(actor, partnerId);
    // The random end of the id: short enough to be said on the telephone, and unique (the table says so too).
    const reference = `ACC-${shortReference(id)}`;
    await tx
      .insert(cooperationAgreements)
      .values({ fundId: deps.fundId, id, partnerId, reference, title: terms.title, state: "negotiating" });
    await openWith(tx, deps, { agreementId: id, side, userId: actor.userId, message, terms }, 1, now);
    await recordAudit(tx, actor, {
      action: "agreement.propose",
      subject: ["agreement", id],
      change: { version: 1, side, partnerId, reference },
    });
    await notify(tx, actor, { letter: "agreement-proposed", agreement: { id, partnerId }, to: otherSide(side) });
    return id;
  });
}

import { createHash, timingSafeEqual } from "node:crypto";
import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Reader, Transaction } from "../db/client.ts";
import { paymentLinks } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import type { Cipher } from "../security/cipher.ts";
import type { PledgeRow } from "./lock-pledge.ts";

/** `payment`: authenticate, or pay by another card. `method`: save another card. */
export type LinkPurpose = "payment" | "method";
export type LinkState = "live" | "used" | "replaced" | "expired";

export type PaymentLink = {
  readonly id: string;
  readonly pledgeId: string;
  readonly purpose: LinkPurpose;
  readonly state: LinkState;
  readonly isFresh: boolean;
};

/** Long enough to go through a mailbox, short enough to be of little use in a forgotten one. */
const GOOD_FOR_DAYS: Readonly<Record<LinkPurpose, number>> = { payment: 3, method: 21 };

/** The secret of a link: its id, signed. Derived, so that a letter written twice holds the same link. */
const tokenOf = (cipher: Cipher, linkId: string): string =>
  `${linkId}.${cipher.fingerprint(`payment-link:${linkId}`).slice(0, 43)}`;

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

function isSigned(cipher: Cipher, token: string): boolean {
  const [linkId = ""] = token.split(".");
  const expected = Buffer.from(tokenOf(cipher, linkId));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Makes the link for the next letter about a locked pledge; one sent before stops working. */
export async function issueLink(
  tx: Transaction,
  deps: Pick<Deps, "cipher">,
  pledge: PledgeRow,
  purpose: LinkPurpose,
): Promise<void> {
  await endLinks(tx, pledge, "replaced");
  const id = uuidv7();
  await tx.insert(paymentLinks).values({
    fundId: pledge.fundId,
    id,
    pledgeId: pledge.id,
    purpose,
    tokenHash: hashOf(tokenOf(deps.cipher, id)),
    createdAt: sql`fund_now()`,
    expiresAt: sql`fund_now() + make_interval(days => ${GOOD_FOR_DAYS[purpose]})`,
  });
}

/** What a link led to has been done, or a newer one took its place: it opens nothing any more. */
export async function endLinks(tx: Transaction, pledge: PledgeRow, ended: "used" | "replaced"): Promise<void> {
  await tx
    .update(paymentLinks)
    .set({ ended, endedAt: sql`fund_now()` })
    .where(
      and(eq(paymentLinks.fundId, pledge.fundId), eq(paymentLinks.pledgeId, pledge.id), isNull(paymentLinks.endedAt)),
    );
}

const COLUMNS = {
  id: paymentLinks.id,
  pledgeId: paymentLinks.pledgeId,
  purpose: sql<LinkPurpose>`${paymentLinks.purpose}`,
  state: sql<LinkState>`coalesce(${paymentLinks.ended}, case when ${paymentLinks.expiresAt} > fund_now() then 'live' else 'expired' end)`,
  isFresh: sql<boolean>`${paymentLinks.createdAt} > fund_now() - interval '5 minutes'`,
};

/** The link behind a token, whatever became of it; undefined where we never signed it. */
export async function findLink(deps: Deps, token: string): Promise<PaymentLink | undefined> {
  if (!isSigned(deps.cipher, token)) return undefined;
  const [row] = await deps.db
    .select(COLUMNS)
    .from(paymentLinks)
    .where(and(eq(paymentLinks.fundId, deps.fundId), eq(paymentLinks.tokenHash, hashOf(token))));
  return row;
}

/** A pledge's latest link. */
export async function latestLink(reader: Reader, fundId: string, pledgeId: string): Promise<PaymentLink | undefined> {
  const [row] = await reader
    .select(COLUMNS)
    .from(paymentLinks)
    .where(and(eq(paymentLinks.fundId, fundId), eq(paymentLinks.pledgeId, pledgeId)))
    .orderBy(desc(paymentLinks.id))
    .limit(1);
  return row;
}

export const linkUrl = (deps: Pick<Deps, "baseUrl" | "cipher">, link: PaymentLink): string =>
  `${deps.baseUrl}/paiement/${tokenOf(deps.cipher, link.id)}`;

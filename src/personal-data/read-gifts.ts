import { and, asc, eq, inArray } from "drizzle-orm";
import { campaigns, donorKeys, pledges, receiptIdentities, refunds, rewards, taxReceipts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { PledgeState } from "../domain/pledge.ts";
import type { ReceiptIdentity } from "../domain/tax-receipt.ts";
import type { Language } from "../i18n/text.ts";
import { explainPledge } from "../matching/explain-pledge.ts";
import { PLEDGE_STATES_IN_WORDS, REFUND_STATES } from "../pledges/page-messages.ts";
import { ofPerson, type RefundState } from "../pledges/queries.ts";
import { toReceipt } from "../receipts/queries.ts";
import type { Person, Section } from "./section.ts";
import { COLUMNS, SECTIONS, WORDS } from "./section-names.ts";

/** Gifts and all that hangs on them: refunds, matches in words, names given for receipts, receipts, fingerprints. */
export async function readGifts(
  deps: Deps,
  actor: Actor,
  person: Person,
  language: Language,
): Promise<readonly Section[]> {
  const gifts = await giftsOf(deps, person);
  const ids = gifts.map(({ pledge }) => pledge.id);
  return [
    {
      key: "gifts",
      title: SECTIONS.gifts,
      columns: {
        at: COLUMNS.at,
        campaign: COLUMNS.campaign,
        amountCents: COLUMNS.gift,
        tipCents: COLUMNS.tip,
        state: COLUMNS.state,
        shownAs: COLUMNS.shownAs,
        email: COLUMNS.email,
        anonymous: COLUMNS.anonymous,
        reward: COLUMNS.reward,
        card: COLUMNS.card,
      },
      rows: gifts.map(({ pledge, campaign, reward }) => ({
        at: pledge.createdAt,
        campaign,
        amountCents: pledge.amountCents,
        tipCents: pledge.tipCents,
        state: PLEDGE_STATES_IN_WORDS[pledge.state as PledgeState][language],
        shownAs: pledge.displayName,
        email: pledge.email,
        anonymous: pledge.anonymous,
        reward,
        card: pledge.cardLast4,
      })),
    },
    await refundsOf(deps, ids, language),
    await matchesOf(deps, actor, gifts, language),
    await identitiesOf(deps, ids),
    await receiptsOf(deps, ids, language),
    await fingerprintsOf(deps, [...new Set(gifts.map(({ pledge }) => pledge.donorId))], language),
  ];
}

const giftsOf = ({ db, fundId }: Deps, { userId }: Person) =>
  db
    .select({ pledge: pledges, campaign: campaigns.title, reward: rewards.title })
    .from(pledges)
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .leftJoin(rewards, and(eq(rewards.fundId, pledges.fundId), eq(rewards.id, pledges.rewardId)))
    .where(and(eq(pledges.fundId, fundId), ofPerson(userId)))
    .orderBy(asc(pledges.createdAt), asc(pledges.id));

type Gifts = Awaited<ReturnType<typeof giftsOf>>;

async function refundsOf({ db, fundId }: Deps, ids: readonly string[], language: Language): Promise<Section> {
  const rows = await db
    .select({ at: refunds.createdAt, amountCents: refunds.amountCents, state: refunds.state })
    .from(refunds)
    .where(and(eq(refunds.fundId, fundId), inArray(refunds.pledgeId, [...ids])))
    .orderBy(asc(refunds.createdAt));
  return {
    key: "refunds",
    title: SECTIONS.refunds,
    columns: { at: COLUMNS.at, amountCents: COLUMNS.amount, state: COLUMNS.state },
    rows: rows.map((row) => ({ ...row, state: REFUND_STATES[row.state as RefundState][language] })),
  };
}

async function matchesOf(deps: Deps, actor: Actor, gifts: Gifts, language: Language): Promise<Section> {
  const rows: Section["rows"][number][] = [];
  for (const { pledge, campaign } of gifts) {
    const { id, campaignId } = pledge;
    for (const match of await explainPledge(deps, actor, { id, campaignId, isDonor: true })) {
      const why = [match.headline, ...match.details].map((text) => text[language]);
      const { partnerName: partner, standingCents: amountCents } = match;
      rows.push({ at: match.evaluatedAt, campaign, partner, amountCents, why });
    }
  }
  const { at, campaign, partner, amount, why } = COLUMNS;
  return {
    key: "matches",
    title: SECTIONS.matches,
    columns: { at, campaign, partner, amountCents: amount, why },
    rows,
  };
}

async function identitiesOf({ db, fundId }: Deps, ids: readonly string[]): Promise<Section> {
  const rows = await db
    .select({ at: receiptIdentities.createdAt, identity: receiptIdentities.identity })
    .from(receiptIdentities)
    .where(and(eq(receiptIdentities.fundId, fundId), inArray(receiptIdentities.pledgeId, [...ids])))
    .orderBy(asc(receiptIdentities.createdAt));
  return {
    key: "receiptIdentities",
    title: SECTIONS.identities,
    columns: { at: COLUMNS.at, name: COLUMNS.name, address: COLUMNS.address },
    rows: rows.map(({ at, identity }) => ({ at, ...nameAndAddress(identity as ReceiptIdentity) })),
  };
}

const nameAndAddress = (identity: ReceiptIdentity) => {
  const { line, postcode, town, country } = identity.address;
  const name = identity.kind === "person" ? `${identity.givenName} ${identity.familyName}` : identity.companyName;
  return { name, address: `${line}, ${postcode} ${town}, ${country}` };
};

async function receiptsOf({ db, fundId }: Deps, ids: readonly string[], language: Language): Promise<Section> {
  const rows = await db
    .select()
    .from(taxReceipts)
    .where(and(eq(taxReceipts.fundId, fundId), inArray(taxReceipts.pledgeId, [...ids])))
    .orderBy(asc(taxReceipts.issuedAt));
  return {
    key: "receipts",
    title: SECTIONS.receipts,
    columns: {
      reference: COLUMNS.reference,
      at: COLUMNS.at,
      campaign: COLUMNS.campaign,
      amountCents: COLUMNS.amount,
      state: COLUMNS.state,
    },
    rows: rows.map((row) => {
      const { reference, campaignTitle: campaign, amountCents, state } = toReceipt(row);
      return { reference, at: row.issuedAt, campaign, amountCents, state: WORDS[state][language] };
    }),
  };
}

const KEY_WORDS = { user: WORDS.user, email: WORDS.emailKey, card: WORDS.card, iban: WORDS.iban };

/** That there is a fingerprint, not the fingerprint: it is a secret of ours, and of no use to anyone. */
async function fingerprintsOf({ db, fundId }: Deps, donorIds: readonly string[], language: Language): Promise<Section> {
  const rows = await db
    .select({ kind: donorKeys.kind })
    .from(donorKeys)
    .where(and(eq(donorKeys.fundId, fundId), inArray(donorKeys.donorId, [...donorIds])))
    .orderBy(asc(donorKeys.kind));
  return {
    key: "fingerprints",
    title: SECTIONS.payments,
    columns: { what: COLUMNS.what },
    rows: rows.map(({ kind }) => ({ what: KEY_WORDS[kind as keyof typeof KEY_WORDS][language] })),
  };
}

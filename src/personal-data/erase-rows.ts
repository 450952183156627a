import { and, eq, inArray, isNull, notExists, or, type SQL, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { campaignQuestions, needOffers } from "../db/schema/campaign-life.ts";
import { contactMessages } from "../db/schema/contact.ts";
import { apiTokens, authAccounts, sessions, twoFactors, users, verifications } from "../db/schema/identity.ts";
import { organisationMembers } from "../db/schema/organisations.ts";
import { idempotencyKeys, mailbox } from "../db/schema/platform.ts";
import { pledges } from "../db/schema/pledges.ts";
import { receiptIdentities, taxReceipts } from "../db/schema/receipts.ts";
import { type ErasedPerson, giftsOf } from "./erasure-person.ts";

/** What says that something was here, where a text must stand. */
const GONE = "…";

/** The account: nobody can sign in to it or be written to; its id stays in the books and the audit log. */
export async function eraseAccount(tx: Transaction, userId: string, address: string): Promise<void> {
  for (const table of [sessions, authAccounts, twoFactors, apiTokens])
    await tx.delete(table).where(eq(table.userId, userId));
  await tx.delete(organisationMembers).where(eq(organisationMembers.userId, userId));
  await tx
    .update(users)
    .set({
      email: address,
      emailVerified: false,
      name: "",
      image: null,
      twoFactorEnabled: false,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(eq(users.id, userId));
}

/** Gifts lose who made them and keep what was given. A name given for receipts stays as long as its receipt. */
export async function eraseGifts(
  tx: Transaction,
  fundId: string,
  person: ErasedPerson,
  address: string,
): Promise<void> {
  const erased = await tx
    .update(pledges)
    .set({ email: address, displayName: GONE, anonymous: true, cardLast4: null, cardExpiresOn: null })
    .where(giftsOf(fundId, person))
    .returning({ id: pledges.id });
  if (erased.length === 0) return;
  const ids = erased.map(({ id }) => id);
  const receipt = tx
    .select({ one: sql`1` })
    .from(taxReceipts)
    .where(and(eq(taxReceipts.fundId, fundId), eq(taxReceipts.pledgeId, receiptIdentities.pledgeId)));
  await tx
    .delete(receiptIdentities)
    .where(and(eq(receiptIdentities.fundId, fundId), inArray(receiptIdentities.pledgeId, ids), notExists(receipt)));
}

/**
 * What was written to us under the address. A question that was answered stays readable, without its author; what still
 * waits for an answer is withdrawn.
 */
export async function eraseWords(
  tx: Transaction,
  fundId: string,
  { email, name }: ErasedPerson,
  address: string,
): Promise<void> {
  const gone = { email: address, name: "" };
  const unlessEmpty = (text: unknown) => sql`case when ${text} is null then null else ${GONE} end`;
  const words = (text: SQL) => sql`regexp_split_to_array(lower(${text}), '[^[:alnum:]]+')`;
  /** Any word of the name of their account, or of the one they signed with. */
  const names = sql`array(select word from unnest(${words(sql`concat_ws(' ', ${name}::text, ${campaignQuestions.name})`)}) word
    where length(word) > 2)`;
  const unlessNamed = (text: unknown) =>
    sql`case when position(lower(${email}) in lower(${text})) > 0 or ${words(sql`${text}`)} && ${names} then ${GONE} else ${text} end`;
  const isOpen = and(isNull(campaignQuestions.answeredAt), isNull(campaignQuestions.refusedAt));
  await tx
    .update(contactMessages)
    .set({ ...gone, body: GONE, answer: unlessEmpty(contactMessages.answer) })
    .where(and(eq(contactMessages.fundId, fundId), sql`lower(${contactMessages.email}) = lower(${email})`));
  await tx
    .update(campaignQuestions)
    .set({
      ...gone,
      body: sql`case when ${campaignQuestions.answer} is null then ${GONE} else ${unlessNamed(campaignQuestions.body)} end`,
      answer: unlessNamed(campaignQuestions.answer),
      refusal: unlessNamed(campaignQuestions.refusal),
      withdrawnAt: sql`case when ${isOpen} then fund_now() end`,
    })
    .where(and(eq(campaignQuestions.fundId, fundId), sql`lower(${campaignQuestions.email}) = lower(${email})`));
  await tx
    .update(needOffers)
    .set({
      ...gone,
      phone: null,
      message: GONE,
      word: unlessEmpty(needOffers.word),
      state: sql`case ${needOffers.state} when 'open' then 'withdrawn' else ${needOffers.state} end`,
    })
    .where(and(eq(needOffers.fundId, fundId), sql`lower(${needOffers.email}) = lower(${email})`));
}

/** Links under way, answers kept for repetition, letters of the mailbox stand-in. */
export async function eraseTraces(tx: Transaction, { userId, email }: ErasedPerson): Promise<void> {
  const names = (text: unknown) => sql`position(lower(${email}) in lower(${text})) > 0`;
  await tx
    .delete(verifications)
    .where(
      userId === undefined
        ? names(verifications.value)
        : or(names(verifications.value), sql`position(${userId} in ${verifications.value}) > 0`),
    );
  await tx
    .delete(idempotencyKeys)
    .where(
      and(
        eq(idempotencyKeys.state, "answered"),
        userId === undefined
          ? names(idempotencyKeys.responseBody)
          : or(eq(idempotencyKeys.actor, `user:${userId}`), names(idempotencyKeys.responseBody)),
      ),
    );
  await tx.delete(mailbox).where(or(sql`lower(${mailbox.recipient}) = lower(${email})`, names(mailbox.body)));
}

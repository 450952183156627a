import { eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { organisationMembers, staffRolesInForce } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { SIDES, type Side } from "../domain/agreement.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { LETTERS } from "./letter-names.ts";

export type AgreementLetter = (typeof LETTERS)[number];

type News = {
  readonly letter: AgreementLetter;
  readonly agreement: { readonly id: string; readonly partnerId: string };
  /** Whom it concerns; both sides where it is left out. Whoever acts knows already. */
  readonly to?: Side;
};

/** Letters to everybody of a side, one a person. */
export async function notify(tx: Transaction, actor: Actor, { letter, agreement, to }: News): Promise<void> {
  const people: string[] = [];
  for (const side of to === undefined ? SIDES : [to]) people.push(...(await peopleOf(tx, side, agreement.partnerId)));
  await write(tx, actor, letter, agreement.id, people);
}

type DeliveryNews = {
  readonly letter: "agreement-delivery" | "agreement-delivery-answered";
  readonly deliveryId: string;
  readonly agreement: { readonly partnerId: string };
  /** Who acts: the letter goes to the other side. */
  readonly side: "partner" | "fund" | "holder";
  readonly holderId: string | undefined;
};

/** The partner tells the fund and the campaign's holder; these tell the partner. */
export async function notifyOfDelivery(tx: Transaction, actor: Actor, news: DeliveryNews): Promise<void> {
  const { agreement, side, holderId } = news;
  const people =
    side === "partner"
      ? [...(await administrators(tx)), ...(holderId === undefined ? [] : await membersOf(tx, holderId))]
      : await membersOf(tx, agreement.partnerId);
  await write(tx, actor, news.letter, news.deliveryId, people);
}

async function write(
  tx: Transaction,
  actor: Actor,
  template: AgreementLetter,
  subjectId: string,
  people: readonly string[],
): Promise<void> {
  for (const userId of [...new Set(people)].toSorted()) {
    if (actor.kind === "user" && actor.userId === userId) continue;
    await enqueue(tx, "send-mail", { template, subjectId: `${subjectId}/${userId}` });
  }
}

const peopleOf = (tx: Transaction, side: Side, partnerId: string) =>
  side === "partner" ? membersOf(tx, partnerId) : administrators(tx);

async function membersOf(tx: Transaction, organisationId: string): Promise<readonly string[]> {
  const rows = await tx
    .select({ userId: organisationMembers.userId })
    .from(organisationMembers)
    .where(eq(organisationMembers.organisationId, organisationId));
  return rows.map((row) => row.userId);
}

async function administrators(tx: Transaction): Promise<readonly string[]> {
  const rows = await tx
    .select({ userId: staffRolesInForce.userId })
    .from(staffRolesInForce)
    .where(eq(staffRolesInForce.role, "administrator"));
  return rows.map((row) => row.userId);
}

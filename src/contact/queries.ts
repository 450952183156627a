import { and, desc, eq, isNull, lt } from "drizzle-orm";
import { contactMessages } from "../db/schema/contact.ts";
import { users } from "../db/schema/identity.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import type { Language } from "../i18n/text.ts";

export type ContactMessage = {
  readonly id: string;
  readonly createdAt: Date;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  readonly body: string;
  readonly answer: string | null;
  readonly answeredAt: Date | null;
  readonly answeredByName: string | null;
};

const COLUMNS = {
  id: contactMessages.id,
  createdAt: contactMessages.createdAt,
  name: contactMessages.name,
  email: contactMessages.email,
  language: contactMessages.language,
  body: contactMessages.body,
  answer: contactMessages.answer,
  answeredAt: contactMessages.answeredAt,
  answeredByName: users.name,
};

type Filter = { readonly limit: number; readonly cursor?: string | undefined; readonly open?: boolean };

/** What people wrote, newest first. */
export async function listMessages(deps: Deps, actor: Actor, filter: Filter): Promise<Page<ContactMessage>> {
  if (!permits(actor, "message.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "messages", filter.cursor)?.[0];
  const rows = await select(deps)
    .where(
      and(
        eq(contactMessages.fundId, deps.fundId),
        after === undefined ? undefined : lt(contactMessages.id, after),
        filter.open ? isNull(contactMessages.answeredAt) : undefined,
      ),
    )
    .orderBy(desc(contactMessages.id))
    .limit(filter.limit + 1);
  return toPage(deps.cipher, "messages", rows.map(known), filter.limit, (row) => [row.id]);
}

export async function readMessage(deps: Deps, actor: Actor, id: string): Promise<ContactMessage> {
  if (!permits(actor, "message.read")) throw notFound();
  const [row] = await select(deps).where(and(eq(contactMessages.fundId, deps.fundId), eq(contactMessages.id, id)));
  if (row === undefined) throw notFound();
  return known(row);
}

const select = (deps: Deps) =>
  deps.db.select(COLUMNS).from(contactMessages).leftJoin(users, eq(users.id, contactMessages.answeredBy));

const known = <R extends { readonly language: string }>(row: R) => ({
  ...row,
  language: row.language === "en" ? ("en" as const) : ("fr" as const),
});

import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { campaignQuestions, needOffers } from "../db/schema/campaign-life.ts";
import { contactMessages } from "../db/schema/contact.ts";
import { auditLog } from "../db/schema/platform.ts";
import type { Deps } from "../deps.ts";
import type { Language } from "../i18n/text.ts";
import type { Person, Section } from "./section.ts";
import { COLUMNS, SECTIONS, WORDS } from "./section-names.ts";

/** What the person wrote to us under their address. */
export async function readWritings({ db, fundId }: Deps, { email }: Person, language: Language): Promise<Section> {
  const by = (column: SQL | typeof contactMessages.email) => sql`lower(${column}) = lower(${email})`;
  const messages = await db
    .select({ at: contactMessages.createdAt, name: contactMessages.name, text: contactMessages.body })
    .from(contactMessages)
    .where(and(eq(contactMessages.fundId, fundId), by(contactMessages.email)));
  const questions = await db
    .select({ at: campaignQuestions.createdAt, name: campaignQuestions.name, text: campaignQuestions.body })
    .from(campaignQuestions)
    .where(and(eq(campaignQuestions.fundId, fundId), by(sql`${campaignQuestions.email}`)));
  const offers = await db
    .select({
      at: needOffers.createdAt,
      name: needOffers.name,
      text: sql<string>`concat_ws(' · ', ${needOffers.message}, ${needOffers.phone})`,
    })
    .from(needOffers)
    .where(and(eq(needOffers.fundId, fundId), by(sql`${needOffers.email}`)));
  const rows = [
    ...messages.map((row) => ({ what: WORDS.message[language], ...row })),
    ...questions.map((row) => ({ what: WORDS.question[language], ...row })),
    ...offers.map((row) => ({ what: WORDS.offer[language], ...row })),
  ];
  return {
    key: "writings",
    title: SECTIONS.messages,
    columns: { what: COLUMNS.what, at: COLUMNS.at, name: COLUMNS.name, text: COLUMNS.text },
    rows: rows.toSorted((one, other) => one.at.getTime() - other.at.getTime()),
  };
}

const BATCH = 1_000;

/** What the person did, as the audit log keeps it (X2), oldest first; `most` of it, or all. */
export async function readActs({ db }: Deps, { userId }: Person, most?: number): Promise<Section> {
  const rows: Section["rows"][number][] = [];
  let after: string | undefined;
  for (;;) {
    const batch = await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.actor, `user:${userId}`), after === undefined ? undefined : gt(auditLog.id, after)))
      .orderBy(asc(auditLog.id))
      .limit(Math.min(BATCH, (most ?? Number.MAX_SAFE_INTEGER) - rows.length));
    for (const { at, action, subjectKind, subjectId, change, reason } of batch) {
      const told = [change === null ? "" : JSON.stringify(change), reason ?? ""].filter((one) => one !== "");
      rows.push({ at, what: action, subject: `${subjectKind} ${subjectId}`, change: told.join(" · ") });
    }
    after = batch.at(-1)?.id;
    if (after === undefined || batch.length < BATCH || rows.length === most) break;
  }
  return {
    key: "acts",
    title: SECTIONS.acts,
    columns: { at: COLUMNS.at, what: COLUMNS.what, subject: COLUMNS.subject, change: COLUMNS.change },
    rows,
  };
}

import { and, asc, eq, gt, type SQL, sql } from "drizzle-orm";
import { type Change, changeInWords, reasonInWords } from "../audit/change-words.ts";
import { actionWords, thingOf } from "../audit/words.ts";
import { campaignQuestions, needOffers } from "../db/schema/campaign-life.ts";
import { contactMessages } from "../db/schema/contact.ts";
import { auditLog } from "../db/schema/platform.ts";
import type { Deps } from "../deps.ts";
import { shortReference } from "../domain/short-reference.ts";
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

/** What the person did, oldest first, `most` of it or all: in words, and in the file as the audit log keeps it too (X2). */
export async function readActs({ db }: Deps, { userId }: Person, language: Language, most?: number): Promise<Section> {
  const rows: Section["rows"][number][] = [];
  let after: string | undefined;
  for (;;) {
    const batch = await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.actor, `user:${userId}`), after === undefined ? undefined : gt(auditLog.id, after)))
      .orderBy(asc(auditLog.id))
      .limit(Math.min(BATCH, (most ?? Number.MAX_SAFE_INTEGER) - rows.length));
    rows.push(...batch.map((act) => actRow(act, language)));
    after = batch.at(-1)?.id;
    if (after === undefined || batch.length < BATCH || rows.length === most) break;
  }
  return {
    key: "acts",
    title: SECTIONS.acts,
    columns: { at: COLUMNS.at, what: COLUMNS.what, about: COLUMNS.subject, told: COLUMNS.change },
    rows,
  };
}

function actRow(act: typeof auditLog.$inferSelect, language: Language): Section["rows"][number] {
  const { at, action, subjectKind, subjectId, change, reason } = act;
  return {
    at,
    what: actionWords(action)?.[language] ?? action,
    about: `${thingOf(subjectKind)?.[language] ?? subjectKind} ${shortReference(subjectId)}`,
    told: [
      ...changeInWords((change ?? {}) as Change, language),
      ...(reason === null ? [] : [reasonInWords(reason, language)]),
    ].join(", "),
    action,
    subject: `${subjectKind} ${subjectId}`,
    change: change === null ? null : JSON.stringify(change),
    reason,
  };
}

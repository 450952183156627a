import { and, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import type { Database, Transaction } from "../db/client.ts";
import { formDrafts } from "../db/schema/kept-input.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import type { User } from "./api-kit.ts";
import type { Form } from "./page-kit.tsx";
import { withoutSecrets } from "./typed-values.ts";

type Keeping = Pick<Deps, "db" | "fundId" | "cipher">;

/** The hidden field that says which draft was read; "0" where there was none. */
export const DRAFT_VERSION_FIELD = "brouillon";

export type FormDraft = { readonly values: Form; readonly version: number; readonly savedAt: Date };

const formShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** What was last left typed in the form sent to this address. Whoever may open the form may read it. */
export async function findDraft({ db, fundId, cipher }: Keeping, form: string): Promise<FormDraft | undefined> {
  const [row] = await db.select().from(formDrafts).where(ofForm(fundId, form));
  if (row === undefined) return undefined;
  return {
    values: formShape.parse(JSON.parse(cipher.decrypt(row.sealed))),
    version: row.version,
    savedAt: row.savedAt,
  };
}

type Draft = { readonly form: string; readonly version: number; readonly values: Form };

/**
 * Keeps what is typed, whole or not. Answers the draft's new version.
 * @throws AppError 409 where a newer draft was saved elsewhere since this one was read.
 */
export async function saveDraft(deps: Keeping, actor: User, draft: Draft): Promise<number> {
  const { form, version } = draft;
  const { [DRAFT_VERSION_FIELD]: _, ...values } = withoutSecrets(draft.values);
  return await inTransaction(deps.db, async (tx) => {
    const [row] = await tx.select().from(formDrafts).where(ofForm(deps.fundId, form)).for("update");
    if ((row?.version ?? 0) !== version) throw newerDraft();
    const columns = {
      version: version + 1,
      sealed: deps.cipher.encrypt(JSON.stringify(values)),
      savedBy: actor.userId,
      savedAt: sql`clock_timestamp()`,
    };
    if (row !== undefined) {
      await tx.update(formDrafts).set(columns).where(ofForm(deps.fundId, form));
      return columns.version;
    }
    const [begun] = await tx
      .insert(formDrafts)
      .values({ fundId: deps.fundId, form, ...columns })
      .onConflictDoNothing()
      .returning({ version: formDrafts.version });
    if (begun === undefined) throw newerDraft();
    await recordAudit(tx, actor, { action: "draft.begin", subject: ["form", form] });
    return begun.version;
  });
}

/** Forgets a draft whose form was taken, in the same transaction. */
export const dropDraft = async (tx: Transaction, fundId: string, form: string): Promise<void> =>
  void (await tx.delete(formDrafts).where(ofForm(fundId, form)));

/** Forgets a draft on the word of somebody who may open its form. */
export async function discardDraft(deps: Keeping, actor: User, form: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await dropDraft(tx, deps.fundId, form);
    await recordAudit(tx, actor, { action: "draft.discard", subject: ["form", form] });
  });
}

const KEPT_DAYS = 365;

/** Forgets drafts nobody touched for a year. */
export async function purgeDrafts(db: Database): Promise<void> {
  await inTransaction(db, (tx) =>
    tx.delete(formDrafts).where(lt(formDrafts.savedAt, sql`clock_timestamp() - make_interval(days => ${KEPT_DAYS})`)),
  );
}

const ofForm = (fundId: string, form: string) => and(eq(formDrafts.fundId, fundId), eq(formDrafts.form, form));

const newerDraft = () =>
  new AppError("newer-draft", 409, {
    fr: "Un brouillon plus récent a été enregistré ailleurs depuis que cette page est ouverte. Ce que vous avez tapé est encore ici : enregistrez de nouveau pour le garder à la place.",
    en: "A newer draft was saved elsewhere since this page was opened. What you typed is still here: save again to keep it instead.",
  });

import { and, desc, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { agreementTemplates, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Template } from "../domain/agreement-template.ts";
import { permits } from "../domain/permissions.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import { DEFAULT_TEMPLATE } from "./default-template.ts";

/** Version 0 is the wording every fund begins with. */
export async function readTemplate(reader: Reader, fundId: string, version: number): Promise<Template> {
  if (version === 0) return DEFAULT_TEMPLATE;
  const [row] = await reader
    .select({ fr: agreementTemplates.bodyFr, en: agreementTemplates.bodyEn })
    .from(agreementTemplates)
    .where(and(eq(agreementTemplates.fundId, fundId), eq(agreementTemplates.version, version)));
  if (row === undefined) throw new InvariantViolation(`there is no agreement template ${version}`);
  return row;
}

/** The version new grants are made with. */
export async function latestTemplateVersion(reader: Reader, fundId: string): Promise<number> {
  const [row] = await reader
    .select({ version: agreementTemplates.version })
    .from(agreementTemplates)
    .where(eq(agreementTemplates.fundId, fundId))
    .orderBy(desc(agreementTemplates.version))
    .limit(1);
  return row?.version ?? 0;
}

export type TemplateVersions = {
  readonly latest: { readonly version: number } & Template;
  readonly history: readonly { readonly version: number; readonly createdAt: Date; readonly createdByName: string }[];
};

/** The wording in use and its versions, newest first, for staff. */
export async function readTemplates(deps: Deps, actor: Actor): Promise<TemplateVersions> {
  if (!permits(actor, "agreement-template.read")) throw notFound();
  const history = await deps.db
    .select({
      version: agreementTemplates.version,
      createdAt: agreementTemplates.createdAt,
      createdByName: users.name,
    })
    .from(agreementTemplates)
    .innerJoin(users, eq(users.id, agreementTemplates.createdBy))
    .where(eq(agreementTemplates.fundId, deps.fundId))
    .orderBy(desc(agreementTemplates.version))
    .limit(200);
  const version = history[0]?.version ?? 0;
  return { latest: { version, ...(await readTemplate(deps.db, deps.fundId, version)) }, history };
}

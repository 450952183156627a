import { desc, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { instalmentTemplates, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { DEFAULT_TEMPLATE, type TemplateLine } from "../domain/instalment.ts";
import { templateLinesStored } from "./forms.ts";

export type Template = {
  /** 0 for the one every fund begins with. */
  readonly version: number;
  readonly lines: readonly TemplateLine[];
};

/** How the fund splits a grant that is made now. */
export async function readTemplate(reader: Reader, fundId: string): Promise<Template> {
  const [row] = await reader
    .select({ version: instalmentTemplates.version, lines: instalmentTemplates.lines })
    .from(instalmentTemplates)
    .where(eq(instalmentTemplates.fundId, fundId))
    .orderBy(desc(instalmentTemplates.version))
    .limit(1);
  return row === undefined
    ? { version: 0, lines: DEFAULT_TEMPLATE }
    : { version: row.version, lines: templateLinesStored.parse(row.lines) };
}

/** Every version the fund wrote, the newest first. */
export async function listTemplateVersions({ db, fundId }: Deps) {
  const rows = await db
    .select({ template: instalmentTemplates, name: users.name })
    .from(instalmentTemplates)
    .innerJoin(users, eq(users.id, instalmentTemplates.createdBy))
    .where(eq(instalmentTemplates.fundId, fundId))
    .orderBy(desc(instalmentTemplates.version));
  return rows.map(({ template: { version, reason, createdAt }, name }) => ({ version, reason, createdAt, name }));
}

import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { User } from "../http/api-kit.ts";
import type { Language } from "../i18n/text.ts";
import { readPersonalData } from "./read-personal-data.ts";
import type { Value } from "./section.ts";

/** The person's data as a JSON file, made as it is asked for and kept nowhere. Asking leaves a trace (X2). */
export async function exportPersonalData(deps: Deps, actor: User, language: Language): Promise<string> {
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, actor, { action: "personal-data.export", subject: ["user", actor.userId] }),
  );
  const sections = await readPersonalData(deps, actor, language, "all");
  const parts = Object.fromEntries(
    sections.map(({ key, rows }) => [
      key,
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))),
    ]),
  );
  const head = { fund: deps.bankAccount.name, made: (await fundNow(deps.db)).toISOString(), person: actor.userId };
  return JSON.stringify({ ...head, ...parts }, null, 2);
}

function plain(value: Value): Exclude<Value, bigint | Date> {
  if (typeof value === "bigint") return Number(value);
  return value instanceof Date ? value.toISOString() : value;
}

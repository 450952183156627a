import { and, desc, eq, isNull, lt, ne, sql } from "drizzle-orm";
import { bankLines } from "../db/schema/banking.ts";
import { users } from "../db/schema/identity.ts";
import { differences } from "../db/schema/payments.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { LikelyCause } from "../domain/difference.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { likelyCauses } from "./difference-shape.ts";

export type DifferenceRow = Omit<typeof differences.$inferSelect, "fundId"> & {
  readonly ageDays: number;
  readonly ownerName: string | null;
  readonly likelyCause: LikelyCause;
  /** With whom, where it is about a bank line that says so. */
  readonly counterparty?: string | null;
};

export type DifferenceFilter = {
  readonly open: boolean;
  readonly kind?: string | undefined;
  readonly owner?: "me" | "nobody" | undefined;
};

/** Differences of every kind (R2), newest first; `open`: only those not closed yet. */
export async function listDifferences(
  deps: Deps,
  actor: Actor,
  filter: DifferenceFilter & { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<DifferenceRow>> {
  if (!permits(actor, "difference.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "differences", filter.cursor)?.[0];
  const rows = await deps.db
    .select({ difference: differences, ownerName: users.name, ageDays: AGE_DAYS, counterparty: bankLines.counterparty })
    .from(differences)
    .leftJoin(users, eq(users.id, differences.ownerId))
    .leftJoin(bankLines, and(eq(bankLines.fundId, differences.fundId), eq(bankLines.id, LINE_ID)))
    .where(
      and(
        eq(differences.fundId, deps.fundId),
        after === undefined ? undefined : lt(differences.id, after),
        filter.open ? ne(differences.state, "closed") : undefined,
        filter.kind === undefined ? undefined : eq(differences.kind, filter.kind),
        filter.owner === "nobody" ? isNull(differences.ownerId) : undefined,
        filter.owner === "me" ? eq(differences.ownerId, actor.kind === "user" ? actor.userId : sql`null`) : undefined,
      ),
    )
    .orderBy(desc(differences.id))
    .limit(filter.limit + 1);
  const found = rows.map(({ difference, ...more }) => ({ ...difference, ...more }));
  const page = toPage(deps.cipher, "differences", found, filter.limit, (row) => [row.id]);
  const ids = page.items.map(({ id }) => id);
  const causes = await likelyCauses(deps.db, deps.fundId, ids);
  return { ...page, items: page.items.map((row) => ({ ...row, likelyCause: causes.get(row.id) ?? "look-closer" })) };
}

const LINE_ID = sql`case when ${differences.kind} = 'bank-line' then substring(${differences.subject} from 11)::uuid end`;

/** Whole days since it was opened, by the fund's clock. */
export const AGE_DAYS = sql<number>`floor(extract(epoch from fund_now() - ${differences.openedAt}) / 86400)::int`;

/** Kinds that are not closed yet, for choosing among them. */
export async function openKinds(deps: Deps): Promise<readonly string[]> {
  const rows = await deps.db
    .selectDistinct({ kind: differences.kind })
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), ne(differences.state, "closed")))
    .orderBy(differences.kind);
  return rows.map(({ kind }) => kind);
}

import { randomUUID } from "node:crypto";
import { and, desc, eq, lt, notInArray, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "../db/client.ts";
import { keptForms } from "../db/schema/kept-input.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Visitor } from "./api-kit.ts";
import { formOwner } from "./form-token.ts";
import type { Form } from "./page-kit.tsx";
import { withoutSecrets } from "./typed-values.ts";

const KEPT_HOURS = 24;
const MOST_A_BROWSER = 5;
/** Anybody may send forms without end, as ever new browsers: beyond this none is kept until others are forgotten. */
const MOST_IN_ALL = 10_000;

type Sent = {
  readonly mark: string;
  readonly owner: string;
  readonly path: string;
  readonly form: Form;
  readonly hadFiles: boolean;
};

type Keeping = Pick<Deps, "db" | "fundId" | "cipher">;

/**
 * Keeps a form that could not be taken for want of a session; codes and links are left out. Returns its id, or
 * undefined where too many are kept already.
 */
export async function keepForm(
  deps: Keeping,
  { mark, owner, path, form, hadFiles }: Sent,
): Promise<string | undefined> {
  const id = randomUUID();
  const browser = browserOf(deps, mark);
  return await inTransaction(deps.db, async (tx) => {
    if ((await tx.$count(keptForms)) >= MOST_IN_ALL) return undefined;
    const sealed = deps.cipher.encrypt(JSON.stringify(withoutSecrets(form)));
    const keptAt = sql`clock_timestamp()`;
    await tx.insert(keptForms).values({ fundId: deps.fundId, id, browser, owner, path, sealed, hadFiles, keptAt });
    const own = and(eq(keptForms.fundId, deps.fundId), eq(keptForms.browser, browser));
    const newest = tx
      .select({ id: keptForms.id })
      .from(keptForms)
      .where(own)
      .orderBy(desc(keptForms.keptAt))
      .limit(MOST_A_BROWSER);
    await tx.delete(keptForms).where(and(own, notInArray(keptForms.id, newest)));
    return id;
  });
}

export type KeptForm = { readonly id: string; readonly path: string; readonly form: Form; readonly hadFiles: boolean };

const formShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The form, for the same person in the same browser; undefined for anybody else, and after a day. */
export async function findKeptForm(
  deps: Keeping,
  { mark, actor, id }: { readonly mark: string; readonly actor: Visitor; readonly id: string },
): Promise<KeptForm | undefined> {
  if (!z.uuid().safeParse(id).success) return undefined;
  const [row] = await deps.db
    .select()
    .from(keptForms)
    .where(
      and(
        eq(keptForms.fundId, deps.fundId),
        eq(keptForms.id, id),
        eq(keptForms.browser, browserOf(deps, mark)),
        sql`${keptForms.keptAt} > clock_timestamp() - make_interval(hours => ${KEPT_HOURS})`,
      ),
    );
  if (row === undefined) return undefined;
  if (row.owner !== "" && row.owner !== formOwner(deps.cipher, mark, actor)) return undefined;
  const form = formShape.parse(JSON.parse(deps.cipher.decrypt(row.sealed)));
  return { id, path: row.path, form, hadFiles: row.hadFiles };
}

/** Forgets a form that was sent again, or that its person does not want kept. */
export async function dropKeptForm(deps: Keeping, mark: string, id: string): Promise<void> {
  await inTransaction(deps.db, (tx) =>
    tx
      .delete(keptForms)
      .where(
        and(eq(keptForms.fundId, deps.fundId), eq(keptForms.id, id), eq(keptForms.browser, browserOf(deps, mark))),
      ),
  );
}

/** Forgets what was kept for more than a day. */
export async function purgeKeptForms(db: Database): Promise<void> {
  await inTransaction(db, (tx) =>
    tx.delete(keptForms).where(lt(keptForms.keptAt, sql`clock_timestamp() - make_interval(hours => ${KEPT_HOURS})`)),
  );
}

const browserOf = ({ cipher }: Keeping, mark: string): string => cipher.fingerprint(`kept-forms:${mark}`);

import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { type Balance, listBalances } from "./balances.ts";
import type { Finding } from "./invariant.ts";
import { findBrokenInvariants } from "./invariants.ts";

export type Books = { readonly balances: readonly Balance[]; readonly findings: readonly Finding[] };

/** Balances of every account and whatever breaks an invariant of the books. */
export async function readBooks(deps: Pick<Deps, "db" | "fundId">, actor: Actor): Promise<Books> {
  if (!permits(actor, "books.read")) throw notFound();
  return {
    balances: await listBalances(deps.db, deps.fundId),
    findings: await findBrokenInvariants(deps.db, deps.fundId),
  };
}

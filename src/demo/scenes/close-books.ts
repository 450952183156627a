import { worker } from "../../domain/actor.ts";
import type { Books } from "../../ledger/read-books.ts";
import { readBooks } from "../../ledger/read-books.ts";
import { type DifferenceRow, listDifferences } from "../../reconciliation/list-differences.ts";
import { reconcileStripe } from "../../reconciliation/reconcile-stripe.ts";
import { findingWords } from "../../self-check/finding-words.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

/** What the last page says; without faults the story ends well. */
export type Closing = { readonly books: Books; readonly faults: readonly string[] };

/** Compares with Stripe a last time and reads the books as the auditor does. */
export async function closeTheBooks({ deps }: Stage): Promise<Told<Closing>> {
  const { balance } = await reconcileStripe(deps, worker("demo"));
  const auditor = await actAs(deps.db, "auditor");
  const books = await readBooks(deps, auditor);
  const { items } = await listDifferences(deps, auditor, { limit: 100, open: true });
  const faults = faultsOf(books, items, balance === "ties");
  return {
    books,
    faults,
    told: {
      fr: faults.length === 0 ? "Solde égal à celui de Stripe, aucun écart ouvert." : "Quelque chose ne va pas.",
      en: faults.length === 0 ? "Balance equal to Stripe’s, no open difference." : "Something is wrong.",
    },
  };
}

/** Where nothing may be left; a grant holds what its later instalments will pay. */
const EMPTY_IN_THE_END = /^(stripe|stripe:in-transit|bank:outgoing|suspense|refunds-due|gifts:.*|match:.*)$/;

/** Everything that must not be so at the end: broken invariants, open differences, money left on its way. */
export function faultsOf(
  { balances, findings }: Books,
  openDifferences: readonly Pick<DifferenceRow, "kind" | "subject">[],
  tiesWithStripe: boolean,
): readonly string[] {
  const left = balances.filter(({ account, balanceCents }) => EMPTY_IN_THE_END.test(account) && balanceCents !== 0n);
  return [
    ...findings.map((one) => `${one.invariant}: ${one.subject}, ${findingWords(one).en}`),
    ...openDifferences.map(({ kind, subject }) => `open difference ${kind}: ${subject}`),
    ...left.map(({ account, balanceCents }) => `${account} should be empty and holds ${balanceCents} cents`),
    ...(tiesWithStripe ? [] : ["Stripe’s balance and the books differ"]),
  ];
}

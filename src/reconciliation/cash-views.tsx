import { returnsByItselfOn } from "../domain/stripe-cash.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Facts, When } from "../ui/show.tsx";
import { BANK } from "./bank-page-messages.ts";
import type { DifferenceRow } from "./list-differences.ts";
import { readCashDetail } from "./stripe-cash.ts";

type Row = Pick<DifferenceRow, "kind" | "detail" | "state" | "resolution">;

/** Until when a person can decide, in a list. */
export function CashReturnDay({ row }: { readonly row: Row }) {
  const t = useText();
  const cash = readCashDetail(row.kind, row.detail);
  if (cash === undefined || row.state === "closed") return null;
  return (
    <small>
      {t(BANK.cashReturns)} : <When at={returnsByItselfOn(cash.arrivedAt)} />
    </small>
  );
}

/** Whose money waits at Stripe, since when and until when, and what became of it. */
export function CashFacts({ difference }: { readonly difference: Row }) {
  const t = useText();
  const cash = readCashDetail(difference.kind, difference.detail);
  if (cash === undefined) return null;
  const { payer, reference, arrivedAt, done } = cash;
  const moves = difference.state === "closed" && difference.resolution !== "reason";
  const facts: (readonly [Text, preact.ComponentChildren] | undefined)[] = [
    payer === null ? undefined : [BANK.cashOf, payer],
    reference === null ? undefined : [BANK.cashReference, reference],
    [BANK.cashArrived, <When at={arrivedAt} time />],
    moves
      ? [BANK.cashDone, done === undefined ? t(BANK.cashSoon) : done === "refused" ? t(BANK.cashRefused) : done]
      : [BANK.cashReturns, <When at={returnsByItselfOn(arrivedAt)} />],
  ];
  return <Facts facts={facts.filter((fact) => fact !== undefined)} />;
}

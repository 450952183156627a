import { formatCreditorReference } from "../banking/creditor-reference.ts";
import { useText } from "../ui/context.ts";
import { Facts } from "../ui/show.tsx";
import { POTS } from "./page-messages.ts";
import type { WaysToPay } from "./ways-to-pay.ts";

/** The accounts to pay on. They are the fund's own, so that they stand in full. */
export function Ways({ ways }: { readonly ways: WaysToPay }) {
  const t = useText();
  return (
    <>
      <h3>{t(POTS.byBank)}</h3>
      <p>{t(POTS.byBankNote)}</p>
      <Facts
        facts={[
          [POTS.reference, <code>{formatCreditorReference(ways.fundingReference)}</code>],
          [POTS.holder, ways.holderName],
          [POTS.iban, <code>{inFours(ways.iban)}</code>],
          ...(ways.bic === null ? [] : ([[POTS.bic, <code>{ways.bic}</code>]] as const)),
        ]}
      />
      {ways.stripe !== null && (
        <>
          <h3>{t(POTS.byStripe)}</h3>
          <p>{t(POTS.byStripeNote)}</p>
          <Facts
            facts={[
              [POTS.holder, ways.stripe.holderName],
              [POTS.iban, <code>{inFours(ways.stripe.iban)}</code>],
              [POTS.bic, <code>{ways.stripe.bic}</code>],
            ]}
          />
        </>
      )}
    </>
  );
}

const inFours = (iban: string): string => iban.replace(/(.{4})(?=.)/g, "$1 ");

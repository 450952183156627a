import { endsBeforeCharge } from "../domain/saved-method.ts";
import { useText } from "../ui/context.ts";
import { ActionButton } from "../ui/form.tsx";
import { Facts, Notice } from "../ui/show.tsx";
import { METHOD } from "./link-messages.ts";
import type { PledgeDetail } from "./queries.ts";

type Props = {
  readonly pledge: PledgeDetail;
  /** Another card was just saved, and Stripe has not confirmed it yet. */
  readonly isChanging: boolean;
  readonly cle: string | undefined;
};

/** What a gift is or was paid by, and how to change it while that is possible. */
export function SavedMethod({ pledge, isChanging, cle }: Props) {
  const t = useText();
  const { methodKind, cardLast4, cardExpiresOn, campaign } = pledge;
  const isDebit = methodKind === "sepa_debit";
  const card = cardLast4 === null || cardExpiresOn === null ? undefined : METHOD.card(cardLast4, cardExpiresOn);
  const paidBy = isDebit ? METHOD.account : card;
  return (
    <>
      {paidBy !== undefined && <Facts facts={[[METHOD.paidBy, t(paidBy)]]} />}
      {isDebit && pledge.state === "captured" && <p class="hint">{t(METHOD.debitRights)}</p>}
      {isChanging && <Notice>{t(METHOD.changing)}</Notice>}
      {pledge.canChangeMethod && !isChanging && (
        <>
          {endsBeforeCharge(cardExpiresOn, campaign.deadlineAt) && <Notice tone="warning">{t(METHOD.endsSoon)}</Notice>}
          <ActionButton
            action={`/dons/${pledge.id}/moyen-de-paiement`}
            label={METHOD.change}
            kind="secondary"
            fields={cle === undefined ? {} : { cle }}
          />
        </>
      )}
    </>
  );
}

import type { Asker } from "../domain/refund.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { Notice } from "../ui/show.tsx";
import { ASK } from "./page-messages.ts";
import { isOpenRequest } from "./queries.ts";

export type OwnRequest = { readonly state: string; readonly refusal: string | null; readonly askedBy: Asker };

type Props = {
  readonly pledgeId: string;
  readonly cle: string | undefined;
  /** Newest first. */
  readonly requests: readonly OwnRequest[];
  readonly canAsk: boolean;
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

/** The donor asks for the gift back, or reads what became of it; what the holder asks is between them and the fund. */
export function DonorRequest({ pledgeId, cle, requests, canAsk, typed, error }: Props) {
  const t = useText();
  const latest = requests.find(({ askedBy }) => askedBy === "donor");
  if (latest !== undefined && isOpenRequest(latest)) return <Notice tone="info">{t(ASK.waiting)}</Notice>;
  if (requests.some((one) => one.askedBy === "staff" && isOpenRequest(one)))
    return <Notice tone="info">{t(ASK.prepared)}</Notice>;
  return (
    <>
      {latest !== undefined && latest.refusal !== null && (
        <Notice tone="warning">{t(ASK.refused(latest.refusal))}</Notice>
      )}
      {canAsk && (
        <details open={error !== undefined}>
          <summary>{t(ASK.open)}</summary>
          <p>{t(ASK.explained)}</p>
          <Form action={`/dons/${pledgeId}/demande-de-remboursement`}>
            {cle !== undefined && <input type="hidden" name="cle" value={cle} />}
            <MoneyField
              name="giftCents"
              label={ASK.amount}
              hint={ASK.amountHint}
              optional
              value={field(typed, "giftCents")}
              errors={error?.fields}
            />
            <Field
              name="reason"
              label={ASK.reason}
              rows={3}
              maxLength={1_000}
              value={field(typed, "reason")}
              errors={error?.fields}
            />
            <Button kind="secondary">{t(ASK.send)}</Button>
          </Form>
        </details>
      )}
    </>
  );
}

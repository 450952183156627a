import type { AppError } from "../errors.ts";
import type { Form as FormValues } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { ErrorSummary } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, Notice } from "../ui/show.tsx";
import { IdentityForm } from "./identity-fields.tsx";
import { NO_RECEIPT, RECEIPTS } from "./messages.ts";
import type { PledgeReceipt, Receipt } from "./queries.ts";

export type ReceiptProps = {
  readonly pledgeId: string;
  /** The secret of the link the donor came by. */
  readonly cle: string | undefined;
  readonly receipt: PledgeReceipt;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
};

export const withKey = (path: string, cle: string | undefined): string =>
  cle === undefined ? path : `${path}?cle=${encodeURIComponent(cle)}`;

/** Where a gift's receipt stands, and the name and address it needs. */
export function ReceiptView({ pledgeId, cle, receipt, values, error }: ReceiptProps) {
  const t = useText();
  const { issued } = receipt;
  return (
    <>
      <h1>{t(RECEIPTS.title)}</h1>
      <ErrorSummary error={error} />
      {issued === null && receipt.noReceipt !== null && <p>{t(NO_RECEIPT[receipt.noReceipt])}</p>}
      {receipt.isBeingMade && <Notice>{t(RECEIPTS.soon)}</Notice>}
      {issued !== null && <Issued receipt={issued} reduction={receipt.reduction} cle={cle} />}
      {receipt.cancelled.length > 0 && (
        <>
          <h2>{t(RECEIPTS.older)}</h2>
          <ul>
            {receipt.cancelled.map((one) => (
              <li key={one.id}>
                <a href={withKey(`/recus/${one.id}`, cle)}>{one.reference}</a>, <Euros cents={one.amountCents} />
              </li>
            ))}
          </ul>
        </>
      )}
      {receipt.isDonor && !receipt.isRuledOut && (
        <IdentityForm
          pledgeId={pledgeId}
          cle={cle}
          values={values}
          error={error}
          holdsReward={receipt.holdsReward}
          isChange={receipt.identity !== null}
        />
      )}
      <p>
        <a href={withKey(`/dons/${pledgeId}`, cle)}>{t(RECEIPTS.back)}</a>
      </p>
    </>
  );
}

type IssuedProps = {
  readonly receipt: Receipt;
  readonly reduction: PledgeReceipt["reduction"];
  readonly cle: string | undefined;
};

function Issued({ receipt, reduction, cle }: IssuedProps) {
  const t = useText();
  return (
    <>
      <Notice tone="success">
        <p>{t(RECEIPTS.issued(receipt.reference))}</p>
        <p>
          <a href={withKey(`/recus/${receipt.id}`, cle)}>{t(RECEIPTS.download)}</a>
        </p>
      </Notice>
      {reduction && (
        <p>
          {t(
            RECEIPTS.reduction(
              { fr: formatEuros(reduction.amountCents, "fr"), en: formatEuros(reduction.amountCents, "en") },
              reduction.percent,
            ),
          )}
        </p>
      )}
    </>
  );
}

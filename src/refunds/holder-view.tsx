import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { GIFTS } from "../pledges/campaign-gifts-messages.ts";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, SearchForm } from "../ui/form.tsx";
import { eurosForInput } from "../ui/format.ts";
import { Euros, Facts, Notice, When } from "../ui/show.tsx";
import { Consequences } from "./consequences.tsx";
import { HOLDER, HOLDER_REQUEST_STATES } from "./holder-messages.ts";
import type { RefundPreview } from "./preview-refund.ts";
import { isOpenRequest } from "./queries.ts";
import type { HolderFile, HolderRequest } from "./read-holder-file.ts";

type Props = {
  readonly file: HolderFile;
  readonly preview: RefundPreview | undefined;
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

export const holderPath = (pledgeId: string) => `/dons/${pledgeId}/demande-du-porteur`;

/** The holder sees what giving a gift back would do (F3), then asks for it. */
export function HolderPage({ file, preview, typed, error }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(HOLDER.title)}</h1>
      <p>
        <a href={`/mes-collectes/${file.campaign.id}/dons`}>{t(HOLDER.back)}</a> · {file.campaign.title}
      </p>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [HOLDER.from, file.displayName ?? t(GIFTS.anonymous)],
          [HOLDER.received, <When at={file.createdAt} />],
          [HOLDER.gift, <Euros cents={file.amountCents} />],
          [HOLDER.left, <Euros cents={file.leftCents} />],
        ]}
      />
      <HolderRequestState request={file.request} />
      <Asking file={file} preview={preview} typed={typed} error={error} />
    </>
  );
}

/** What became of what the holder asked. */
export function HolderRequestState({ request }: { readonly request: HolderRequest | undefined }) {
  const t = useText();
  if (request === undefined) return null;
  return (
    <>
      <p>
        {t(HOLDER.request)} <Euros cents={request.giftCents} />, {t(HOLDER_REQUEST_STATES[request.state])}.
      </p>
      {request.refusal !== null && <p>{t(HOLDER.refusedFor(request.refusal))}</p>}
    </>
  );
}

function Asking({ file, preview, typed, error }: Props) {
  const t = useText();
  if (file.request !== undefined && isOpenRequest(file.request)) return null;
  if (file.isBusy) return <Notice tone="info">{t(HOLDER.busy)}</Notice>;
  if (file.leftCents === 0n) return <Notice>{t(HOLDER.nothingLeft)}</Notice>;
  return (
    <>
      <p>{t(HOLDER.explained)}</p>
      {preview !== undefined && (
        <Consequences preview={preview}>
          <ActionButton
            action={holderPath(file.pledgeId)}
            label={HOLDER.send}
            fields={{ giftCents: eurosForInput(preview.giftCents), reason: field(typed, "reason") }}
          />
        </Consequences>
      )}
      <section>
        <h2>{t(HOLDER.prepare)}</h2>
        <SearchForm action={holderPath(file.pledgeId)}>
          <MoneyField
            name="giftCents"
            label={HOLDER.amount}
            value={field(typed, "giftCents") || eurosForInput(file.leftCents)}
            errors={error?.fields}
          />
          <Field
            name="reason"
            label={HOLDER.reason}
            rows={2}
            maxLength={1_000}
            value={field(typed, "reason")}
            errors={error?.fields}
          />
          <Button kind="secondary">{t(HOLDER.consequences)}</Button>
        </SearchForm>
      </section>
    </>
  );
}

import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { ActionButton } from "../ui/form.tsx";
import { Notice, StateTag } from "../ui/show.tsx";
import { PAGES } from "./page-messages.ts";
import type { OrganisationDetail } from "./queries.ts";
import type { StripeStatus } from "./read-stripe-account.ts";

type Props = {
  readonly organisation: Pick<OrganisationDetail, "id" | "name" | "editable">;
  readonly status: StripeStatus;
};

const SHOWN = {
  none: { label: PAGES.stripeNone, tone: "neutral" },
  incomplete: { label: PAGES.stripeIncomplete, tone: "waiting" },
  ready: { label: PAGES.stripeReady, tone: "good" },
  unknown: { label: PAGES.stripeUnknown, tone: "neutral" },
} as const satisfies Record<StripeStatus, { label: Text; tone: string }>;

/** Whether transfers can reach the organisation at Stripe, and the way to open or complete its account there. */
export function StripeAccount({ organisation, status }: Props) {
  const t = useText();
  return (
    <>
      <p>
        <StateTag label={SHOWN[status].label} tone={SHOWN[status].tone} />
      </p>
      <p>{t(PAGES.stripeHint)}</p>
      {organisation.editable && status !== "ready" && (
        <ActionButton
          action={`/structures/${organisation.id}/compte-stripe`}
          label={status === "none" ? PAGES.connectStripe : PAGES.resumeStripe}
          kind="secondary"
        />
      )}
    </>
  );
}

/** Where Stripe sends an owner back: done, or not, or by a link that was too old. */
export function StripeReturn({ organisation, status, isExpired }: Props & { readonly isExpired: boolean }) {
  const t = useText();
  return (
    <>
      <h1>{t(PAGES.stripeAccount)}</h1>
      {isExpired && status !== "ready" && <Notice tone="warning">{t(PAGES.stripeExpired)}</Notice>}
      {!isExpired && status === "incomplete" && <Notice tone="warning">{t(PAGES.stripeMissing)}</Notice>}
      {status === "ready" && <Notice tone="success">{t(PAGES.stripeDone)}</Notice>}
      <StripeAccount organisation={organisation} status={status} />
      <p>
        <a href={`/structures/${organisation.id}`}>
          {t(PAGES.back)} {organisation.name}
        </a>
      </p>
    </>
  );
}

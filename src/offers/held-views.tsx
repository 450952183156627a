import type { NamedCampaign } from "../campaigns/named-campaign.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { Paragraphs } from "../projects/plan-view.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { formatPhone } from "../ui/format.ts";
import { Facts, StateTag, Table, When } from "../ui/show.tsx";
import { OFFER_STATES, OFFERS } from "./messages.ts";
import type { Need, Offer } from "./queries.ts";
import { NeedTable } from "./views.tsx";

const TONES = { open: "waiting", accepted: "good", declined: "neutral", withdrawn: "neutral" } as const;

const OfferState = ({ state }: Pick<Offer, "state">) => <StateTag label={OFFER_STATES[state]} tone={TONES[state]} />;

type ListProps = {
  readonly campaign: NamedCampaign;
  readonly needs: readonly Need[];
  readonly offers: readonly Offer[];
};

/** For the holder and staff: what is needed, and what was offered. */
export function HeldOffers({ campaign, needs, offers }: ListProps) {
  const t = useText();
  return (
    <>
      <p>
        <a href={`/mes-collectes/${campaign.id}`}>{campaign.title}</a>
      </p>
      <h1>{t(OFFERS.title)}</h1>
      <NeedTable needs={needs} />
      <Table
        caption={OFFERS.offers}
        empty={OFFERS.none}
        rows={offers}
        columns={[
          { heading: OFFERS.offered, cell: (one) => <When at={one.createdAt} time /> },
          {
            heading: OFFERS.what,
            cell: (one) => (
              <a href={`/mes-collectes/${campaign.id}/besoins/${one.id}`}>
                {one.need} × {one.quantity}
              </a>
            ),
          },
          { heading: OFFERS.from, cell: (one) => one.name || t(OFFERS.erased) },
          { heading: OFFERS.state, cell: (one) => <OfferState state={one.state} /> },
        ]}
      />
    </>
  );
}

type OneProps = {
  readonly campaign: NamedCampaign;
  readonly offer: Offer;
  readonly mayAnswer: boolean;
  /** What was typed, and into which of the two forms. */
  readonly typed: FormValues;
  readonly refusing: boolean;
  readonly error: AppError | undefined;
};

/** One offer: how to reach its author is shown once it is accepted (X7). */
export function OfferPage({ campaign, offer, mayAnswer, typed, refusing, error }: OneProps) {
  const t = useText();
  const list = `/mes-collectes/${campaign.id}/besoins`;
  return (
    <>
      <p>
        <a href={list}>{t(OFFERS.all)}</a>
      </p>
      <h1>
        {offer.need} × {offer.quantity}
      </h1>
      <p>
        <OfferState state={offer.state} />
      </p>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [OFFERS.from, offer.name || t(OFFERS.erased)],
          [OFFERS.offered, <When at={offer.createdAt} time />],
          [OFFERS.left, offer.left],
          ...(offer.acceptedQuantity === null ? [] : ([[OFFERS.received, offer.acceptedQuantity]] as const)),
          [OFFERS.contact, <Contact offer={offer} />],
        ]}
      />
      <Paragraphs text={offer.message} />
      {offer.word !== null && offer.word !== "" && (
        <>
          <h2>{t(OFFERS.yourWord)}</h2>
          <Paragraphs text={offer.word} />
        </>
      )}
      {mayAnswer && offer.state === "open" && (
        <>
          {offer.left > 0 && (
            <section>
              <h2>{t(OFFERS.accept)}</h2>
              <p>{t(OFFERS.acceptNote)}</p>
              <Form action={`${list}/${offer.id}/acceptation`}>
                <Field
                  name="quantity"
                  label={OFFERS.acceptedQuantity}
                  inputMode="numeric"
                  maxLength={7}
                  value={field(typed, "quantity") || String(Math.min(offer.left, offer.quantity))}
                  errors={refusing ? undefined : error?.fields}
                />
                <Field
                  name="word"
                  label={OFFERS.word}
                  rows={3}
                  maxLength={2_000}
                  value={refusing ? "" : field(typed, "word")}
                  errors={refusing ? undefined : error?.fields}
                  optional
                />
                <Button>{t(OFFERS.accept)}</Button>
              </Form>
            </section>
          )}
          <section>
            <h2>{t(OFFERS.decline)}</h2>
            <Form action={`${list}/${offer.id}/refus`}>
              <Field
                name="why"
                label={OFFERS.why}
                rows={3}
                maxLength={2_000}
                value={field(typed, "why")}
                errors={refusing ? error?.fields : undefined}
              />
              <Button kind="danger">{t(OFFERS.decline)}</Button>
            </Form>
          </section>
        </>
      )}
    </>
  );
}

function Contact({ offer: { isErased, email, phone } }: { readonly offer: Offer }) {
  const t = useText();
  if (isErased) return t(OFFERS.contactErased);
  if (email === null) return t(OFFERS.contactLater);
  return (
    <>
      <a href={`mailto:${email}`}>{email}</a>
      {phone !== null && (
        <>
          , <a href={`tel:${phone}`}>{formatPhone(phone)}</a>
        </>
      )}
    </>
  );
}

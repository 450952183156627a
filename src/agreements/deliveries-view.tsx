import type { ComponentChildren } from "preact";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Choice, Select } from "../ui/choice.tsx";
import { useLanguage, useText } from "../ui/context.ts";
import { Field, FileField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { ADD_BUTTON, EnterButton } from "../ui/rows.tsx";
import { Card, Facts, On, StateTag, Table } from "../ui/show.tsx";
import type { DeliverySide } from "./delivery-access.ts";
import { DELIVERIES, DELIVERY_SIDES, DELIVERY_STATES } from "./delivery-messages.ts";
import type { Commitment, Delivery } from "./delivery-queries.ts";
import { daysWords, formatQuantity } from "./line-words.ts";

type Props = {
  readonly heading: Text;
  /** Where the page's forms are sent to. */
  readonly own: string;
  readonly commitments: readonly Commitment[];
  readonly deliveries: readonly Delivery[];
  /** For whom the reader speaks; undefined for who may only read. */
  readonly side: DeliverySide | undefined;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
  readonly choices: DeliveryChoices;
};

/** What the form offers to choose: campaigns a delivery may serve, places found by name. */
type DeliveryChoices = {
  readonly campaigns: readonly { readonly id: string; readonly title: string }[];
  readonly places: readonly {
    readonly id: string;
    readonly name: string;
    readonly postcode: string;
    readonly communeName: string;
  }[];
};

export const SEARCH_PLACES = "placeSearch";

/** Commitments in goods and days with their balance, each delivery, and what can be done now. */
export function DeliveriesView({ heading, own, commitments, deliveries, side, values, error, choices }: Props) {
  const t = useText();
  const open = commitments.filter((line) => !line.isRemoved);
  return (
    <>
      <p>
        <a href={own.replace(/\/livraisons$/, "")}>{t(DELIVERIES.back)}</a>
      </p>
      <h1>{t(heading)}</h1>
      <ErrorSummary error={error} />
      <Balance commitments={commitments} isOfCampaign={own.startsWith("/mes-collectes/")} />
      <h2>{t(DELIVERIES.list)}</h2>
      {deliveries.length === 0 && <p class="empty">{t(DELIVERIES.noDelivery)}</p>}
      <div class="cards">
        {deliveries.map((delivery) => (
          <DeliveryCard key={delivery.id} own={own} delivery={delivery} side={side} />
        ))}
      </div>
      {side !== undefined && open.length > 0 && (
        <RecordForm
          own={own}
          commitments={open}
          values={values}
          error={error}
          choices={choices}
          isHolder={side === "holder"}
        />
      )}
    </>
  );
}

type BalanceProps = { readonly commitments: readonly Commitment[]; readonly isOfCampaign: boolean };

function Balance({ commitments, isOfCampaign }: BalanceProps) {
  const t = useText();
  const language = useLanguage();
  const count = (quantity: number) => formatQuantity(quantity, language);
  return (
    <Table
      caption={DELIVERIES.balance}
      empty={isOfCampaign ? DELIVERIES.noneAtAll : DELIVERIES.none}
      rows={commitments}
      columns={[
        {
          heading: DELIVERIES.commitment,
          cell: (line) => (
            <>
              {isOfCampaign && `${line.partnerName} – `}
              {line.label}
              {line.isRemoved && ` (${t(DELIVERIES.removed)})`}
            </>
          ),
        },
        { heading: DELIVERIES.promised, numeric: true, cell: (line) => t(quantityWords(line, line.promised)) },
        { heading: DELIVERIES.delivered, numeric: true, cell: (line) => count(line.delivered) },
        { heading: DELIVERIES.confirmed, numeric: true, cell: (line) => count(line.confirmed) },
        { heading: DELIVERIES.left, numeric: true, cell: (line) => count(line.left) },
      ]}
    />
  );
}

type Counted = { readonly kind: string; readonly unit: string | null };

const quantityWords = ({ kind, unit }: Counted, quantity: number): Text =>
  kind === "goods"
    ? { fr: `${formatQuantity(quantity, "fr")} ${unit ?? ""}`, en: `${formatQuantity(quantity, "en")} ${unit ?? ""}` }
    : daysWords(quantity);

type CardProps = {
  readonly own: string;
  readonly delivery: Delivery;
  readonly side: DeliverySide | undefined;
};

function DeliveryCard({ own, delivery, side }: CardProps) {
  const t = useText();
  const { id, state, recordedSide, evidenceName } = delivery;
  const answers = side !== undefined && (recordedSide === "partner") !== (side === "partner") && state === "recorded";
  const file = `/partenaires/${delivery.agreementId}/livraisons/${id}/justificatif`;
  const facts: [Text, ComponentChildren][] = [
    [DELIVERIES.on, <On date={delivery.deliveredOn} />],
    [DELIVERIES.recordedBy, `${delivery.recordedBy} (${t(DELIVERY_SIDES[recordedSide])})`],
  ];
  if (delivery.placeName !== null) facts.push([DELIVERIES.place, delivery.placeName]);
  if (delivery.campaignTitle !== null) facts.push([DELIVERIES.campaign, delivery.campaignTitle]);
  if (delivery.note !== "") facts.push([DELIVERIES.note, delivery.note]);
  if (evidenceName !== null) facts.push([DELIVERIES.evidence, <a href={file}>{evidenceName}</a>]);
  if (delivery.refusal !== null) facts.push([DELIVERIES.refusal, delivery.refusal]);
  return (
    <Card title={`${t(quantityWords(delivery, delivery.quantity))} – ${delivery.label}`}>
      <p>
        <StateTag label={DELIVERY_STATES[state].label} tone={DELIVERY_STATES[state].tone} />
      </p>
      <Facts facts={facts} />
      {answers && (
        <>
          <ActionButton action={`${own}/${id}/confirmation`} label={DELIVERIES.confirm} />
          <details>
            <summary>{t(DELIVERIES.refuse)}</summary>
            <Form action={`${own}/${id}/refus`}>
              <Field name="reason" label={DELIVERIES.why} rows={2} maxLength={1000} />
              <Button kind="danger">{t(DELIVERIES.refuse)}</Button>
            </Form>
          </details>
        </>
      )}
    </Card>
  );
}

type RecordProps = Pick<Props, "own" | "commitments" | "values" | "error" | "choices"> & { readonly isHolder: boolean };

function RecordForm({ own, commitments, values, error, choices, isHolder }: RecordProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <section>
      <h2>{t(DELIVERIES.record)}</h2>
      <p>{t(DELIVERIES.recordNote)}</p>
      <Form action={own} upload>
        <EnterButton />
        <Select
          {...shared("commitmentKey")}
          label={DELIVERIES.commitment}
          options={commitments.map((line) => ({
            value: isHolder ? `${line.agreementId}/${line.key}` : line.key,
            label: named(isHolder ? `${line.partnerName} – ${line.label}` : line.label),
          }))}
        />
        <Field {...shared("quantity")} label={DELIVERIES.quantity} hint={DELIVERIES.quantityHint} inputMode="decimal" />
        <Field {...shared("deliveredOn")} label={DELIVERIES.deliveredOn} type="date" />
        {!isHolder && choices.campaigns.length > 0 && (
          <Select
            {...shared("campaignId")}
            label={DELIVERIES.campaignId}
            hint={DELIVERIES.campaignIdHint}
            options={choices.campaigns.map(({ id, title }) => ({ value: id, label: named(title) }))}
            optional
          />
        )}
        <PlaceSearch values={values} error={error} places={choices.places} />
        <Field {...shared("note")} label={DELIVERIES.note} rows={3} maxLength={1000} optional />
        <FileField
          name="evidence"
          label={DELIVERIES.evidence}
          hint={DELIVERIES.evidenceHint}
          accept="application/pdf,image/png,image/jpeg"
          errors={error?.fields}
          optional
        />
        <Button>{t(DELIVERIES.record)}</Button>
      </Form>
    </section>
  );
}

function PlaceSearch({ values, error, places }: Pick<Props, "values" | "error"> & Pick<DeliveryChoices, "places">) {
  const t = useText();
  const searched = field(values, SEARCH_PLACES).trim() !== "";
  return (
    <>
      <div class="search">
        <Field
          name={SEARCH_PLACES}
          label={DELIVERIES.placeSearch}
          hint={DELIVERIES.placeSearchHint}
          value={field(values, SEARCH_PLACES)}
          type="search"
          optional
        />
        <Button kind="secondary" name={ADD_BUTTON} value={SEARCH_PLACES}>
          {t(DELIVERIES.findPlaces)}
        </Button>
      </div>
      {places.length > 0 && (
        <Choice
          name="placeId"
          legend={DELIVERIES.places}
          value={field(values, "placeId")}
          errors={error?.fields}
          options={places.map((place) => ({
            value: place.id,
            label: named(`${place.name}, ${place.postcode} ${place.communeName}`),
          }))}
          optional
        />
      )}
      {places.length === 0 && searched && <p role="status">{t(DELIVERIES.noPlaceFound)}</p>}
    </>
  );
}

const named = (words: string): Text => ({ fr: words, en: words });

import type { NamedCampaign } from "../campaigns/named-campaign.ts";
import { isUnderWay } from "../domain/campaign.ts";
import type { AppError } from "../errors.ts";
import type { Visitor } from "../http/api-kit.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Notice, On, Table } from "../ui/show.tsx";
import { OFFERS } from "./messages.ts";
import type { Need } from "./queries.ts";

/** What is needed, and what of it is still missing. */
export function NeedTable({ needs }: { readonly needs: readonly Need[] }) {
  const t = useText();
  const dated = needs.some(({ neededOn }) => neededOn !== null);
  return (
    <Table
      caption={OFFERS.wanted}
      empty={OFFERS.nothingNeeded}
      rows={needs}
      columns={[
        { heading: OFFERS.need, cell: (need) => need.label },
        { heading: OFFERS.quantity, numeric: true, cell: (need) => need.quantity },
        ...(dated
          ? [
              {
                heading: OFFERS.by,
                cell: (need: Need) => (need.neededOn === null ? "–" : <On date={need.neededOn} />),
              },
            ]
          : []),
        {
          heading: OFFERS.left,
          numeric: true,
          cell: (need) => (need.left > 0 ? need.left : t(OFFERS.enough)),
        },
      ]}
    />
  );
}

type PublicProps = {
  readonly campaign: NamedCampaign;
  readonly needs: readonly Need[];
  readonly actor: Visitor;
  readonly typed: FormValues;
  readonly sent: boolean;
  readonly error: AppError | undefined;
};

export function PublicNeeds(props: PublicProps) {
  const { campaign, needs, sent, error } = props;
  const t = useText();
  const missing = needs.filter(({ left }) => left > 0);
  return (
    <>
      <p>
        <a href={`/collectes/${campaign.slug}`}>{t(OFFERS.backToCampaign)}</a>
      </p>
      <h1>{t(OFFERS.titleOf(campaign.title))}</h1>
      <ErrorSummary error={error} />
      {sent && <Notice tone="success">{t(OFFERS.sent)}</Notice>}
      <NeedTable needs={needs} />
      {!isUnderWay(campaign.state) && <p>{t(OFFERS.closed)}</p>}
      {isUnderWay(campaign.state) && missing.length > 0 && <OfferForm {...props} needs={missing} />}
    </>
  );
}

function OfferForm({ campaign, needs, actor, typed, error }: PublicProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(typed, name), errors: error?.fields });
  const [only] = needs;
  return (
    <Form action={`/collectes/${campaign.slug}/besoins`}>
      <h2>{t(OFFERS.offer)}</h2>
      <p>{t(OFFERS.note)}</p>
      <Choice
        {...shared("position")}
        value={shared("position").value || (needs.length === 1 ? String(only?.position) : "")}
        legend={OFFERS.which}
        options={needs.map(({ position, label }) => ({ value: String(position), label: { fr: label, en: label } }))}
      />
      <Field {...shared("quantity")} label={OFFERS.quantity} inputMode="numeric" maxLength={7} />
      <Field
        {...shared("message")}
        label={OFFERS.message}
        hint={OFFERS.messageHint}
        rows={4}
        maxLength={2_000}
        optional
      />
      <Field {...shared("name")} label={OFFERS.name} autocomplete="name" maxLength={80} />
      <Field
        {...shared("email")}
        value={shared("email").value || (actor.kind === "user" ? actor.email : "")}
        label={OFFERS.email}
        type="email"
        inputMode="email"
        autocomplete="email"
        maxLength={254}
      />
      <Field {...shared("phone")} label={OFFERS.phone} type="tel" autocomplete="tel" maxLength={25} optional />
      <Button>{t(OFFERS.send)}</Button>
    </Form>
  );
}

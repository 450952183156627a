import { LIFE, nextStepWords, STATE_TONES, STATES } from "../agreements/page-messages.ts";
import { lastMoment } from "../campaigns/campaign-cards.tsx";
import type { NextStep } from "../domain/agreement.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { CheckBox } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { StateTag, Table, When, Words } from "../ui/show.tsx";
import type { PartnerHome } from "./home-queries.ts";
import { PartnerHomeView } from "./home-view.tsx";
import { PARTNERS } from "./page-messages.ts";
import type { Agreement } from "./queries.ts";

type ListProps = {
  readonly page: Page<Agreement>;
  /** What is awaited of whom, by agreement. */
  readonly next: ReadonlyMap<string, NextStep>;
  readonly mayEdit: boolean;
  readonly mayPropose: boolean;
  /** A partner's own view of its money; staff have none. */
  readonly home?: PartnerHome | undefined;
};

export function AgreementList({ page, next, mayEdit, mayPropose, home }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(PARTNERS.title)}</h1>
      <p class="buttons">
        {mayPropose && <ButtonLink href="/partenaires/proposition">{t(LIFE.propose)}</ButtonLink>}
        {mayEdit && (
          <ButtonLink href="/partenaires/nouveau" kind="secondary">
            {t(LIFE.recordPaper)}
          </ButtonLink>
        )}
        {page.items.length > 0 && (
          <ButtonLink href="/simulateur" kind="secondary">
            {t(PARTNERS.simulate)}
          </ButtonLink>
        )}
      </p>
      {home !== undefined && page.items.length > 0 && (
        <PartnerHomeView home={home} agreements={page.items} next={next} />
      )}
      <Table
        caption={PARTNERS.agreements}
        empty={PARTNERS.empty}
        rows={page.items}
        columns={[
          { heading: PARTNERS.partner, cell: (row) => <a href={`/partenaires/${row.id}`}>{row.partnerName}</a> },
          { heading: LIFE.titleOf, cell: (row) => row.title ?? row.reference },
          { heading: LIFE.state, cell: (row) => <StateTag label={STATES[row.state]} tone={STATE_TONES[row.state]} /> },
          { heading: LIFE.awaited, cell: (row) => <Awaited step={next.get(row.id)} /> },
          { heading: PARTNERS.endsOn, cell: (row) => (row.endsAt ? <When at={lastMoment(row.endsAt)} /> : "–") },
        ]}
      />
      {page.nextCursor !== null && (
        <p>
          <a href={`/partenaires?suite=${encodeURIComponent(page.nextCursor)}`}>{t(PARTNERS.more)}</a>
        </p>
      )}
    </>
  );
}

function Awaited({ step }: { readonly step: NextStep | undefined }) {
  const words = step && nextStepWords(step);
  return words ? <Words text={words} /> : "–";
}

type FormProps = { readonly values: FormValues; readonly error?: AppError | undefined };

export function AgreementForm({ values, error }: FormProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <>
      <h1>{t(LIFE.recordPaper)}</h1>
      <p>{t(LIFE.paperNote)}</p>
      <ErrorSummary error={error} />
      <Form action="/partenaires/nouveau">
        <Field {...shared("number")} label={PARTNERS.number} hint={PARTNERS.numberHint} maxLength={40} />
        <Field {...shared("reference")} label={PARTNERS.reference} maxLength={60} />
        <Field {...shared("signedOn")} label={PARTNERS.signedOn} type="date" />
        <Field {...shared("endsOn")} label={PARTNERS.endsOn} type="date" />
        <CheckBox
          name="promisedCounts"
          label={PARTNERS.promisedCounts}
          checked={field(values, "promisedCounts") === "on"}
        />
        <Button>{t(PARTNERS.save)}</Button>
      </Form>
    </>
  );
}

import type { ComponentChildren } from "preact";
import { formatCreditorReference } from "../banking/creditor-reference.ts";
import { lastMoment } from "../campaigns/campaign-cards.tsx";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, When } from "../ui/show.tsx";
import { PARTNERS } from "./page-messages.ts";
import type { AgreementDetail } from "./queries.ts";

type Pot = AgreementDetail["pots"][number];

export type AgreementAnswer = {
  /** The form that was refused: `new-pot`, `decision`, or the id of a pot. */
  readonly form: string;
  readonly values: FormValues;
  readonly error: AppError;
};

type Props = {
  readonly agreement: AgreementDetail;
  readonly mayEdit: boolean;
  readonly mayFund: boolean;
  readonly answer?: AgreementAnswer | undefined;
  /** How the agreement stands, above its money; what may be decided of it, below. */
  readonly head: ComponentChildren;
  readonly foot: ComponentChildren;
};

/** An agreement with its pots, their rules and what happened to their money. */
export function AgreementView({ agreement, mayEdit, mayFund, answer, head, foot }: Props) {
  const t = useText();
  const own = `/partenaires/${agreement.id}`;
  return (
    <>
      <h1>{agreement.partnerName}</h1>
      <ErrorSummary error={answer?.error} />
      {head}
      <Facts
        facts={[
          [PARTNERS.reference, agreement.reference],
          ...(agreement.signedAt ? ([[PARTNERS.signedOn, <When at={agreement.signedAt} />]] as const) : []),
          ...(agreement.endsAt ? ([[PARTNERS.endsOn, <When at={lastMoment(agreement.endsAt)} />]] as const) : []),
          [PARTNERS.promisedCountsIs, t(agreement.promisedCounts ? PARTNERS.counts : PARTNERS.countsNot)],
        ]}
      />
      <p>
        <a href={`${own}/abondements`}>{t(PARTNERS.seeMatches)}</a>
        {" · "}
        <a href={`${own}/releves`}>{t(PARTNERS.seeStatements)}</a>
        {" · "}
        <a href={`${own}/recus`}>{t(PARTNERS.seeReceipts)}</a>
      </p>
      <h2>{t(PARTNERS.pots)}</h2>
      {agreement.pots.length === 0 && <p class="empty">{t(PARTNERS.noPot)}</p>}
      {agreement.pots.map((pot) => (
        <section key={pot.id} aria-labelledby={`pot-${pot.id}`}>
          <h3 id={`pot-${pot.id}`}>
            <a href={`${own}/enveloppes/${pot.id}`}>{pot.name}</a>
          </h3>
          <PotFacts pot={pot} />
          <Rules pot={pot} own={own} mayEdit={mayEdit} />
          {mayFund && <FundingForm pot={pot} own={own} answer={answer?.form === pot.id ? answer : undefined} />}
        </section>
      ))}
      {mayEdit && <PotForm own={own} answer={answer?.form === "new-pot" ? answer : undefined} />}
      {foot}
    </>
  );
}

function PotFacts({ pot }: { readonly pot: Pot }) {
  const awaited = pot.promisedCents - pot.fundedCents;
  return (
    <Facts
      facts={[
        [
          PARTNERS.remaining,
          <strong>
            <Euros cents={pot.remainingCents} />
          </strong>,
        ],
        [PARTNERS.promised, <Euros cents={pot.promisedCents} />],
        [PARTNERS.funded, <Euros cents={pot.fundedCents} />],
        ...(awaited > 0n ? ([[PARTNERS.awaited, <Euros cents={awaited} />]] as const) : []),
        ...(pot.withdrawnCents > 0n ? ([[PARTNERS.withdrawn, <Euros cents={pot.withdrawnCents} />]] as const) : []),
        [PARTNERS.reserved, <Euros cents={pot.reservedCents} />],
        [PARTNERS.committed, <Euros cents={pot.committedCents} />],
        [PARTNERS.paid, <Euros cents={pot.paidCents} />],
        [PARTNERS.fundingReference, <code>{formatCreditorReference(pot.fundingReference)}</code>],
      ]}
    />
  );
}

function Rules({ pot, own, mayEdit }: { readonly pot: Pot; readonly own: string; readonly mayEdit: boolean }) {
  const t = useText();
  return (
    <>
      <h4>{t(PARTNERS.rules)}</h4>
      {pot.rules.length === 0 && <p class="empty">{t(PARTNERS.noRule)}</p>}
      <ul>
        {pot.rules.map((rule) => (
          <li key={rule.id}>
            <p>{t(rule.sentence)}</p>
            <p class="hint">
              <a href={`${own}/regles/${rule.id}/versions`}>
                {t(rule.version > 1 ? PARTNERS.versions : PARTNERS.onlyVersion)}
              </a>
              {" · "}
              {(rule.kind === "pro_rata" || rule.kind === "quadratic") && (
                <>
                  <a href={`/tours/${rule.id}`}>{t(PARTNERS.round)}</a>
                  {" · "}
                </>
              )}
              <a href={`/simulateur?${new URLSearchParams({ "a.rule": `${rule.id}.${rule.version}` })}`}>
                {t(PARTNERS.simulateRule)}
              </a>
              {mayEdit && (
                <>
                  {" · "}
                  <a href={`${own}/regles/${rule.id}`}>{t(PARTNERS.changeRule)}</a>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {mayEdit && (
        <p>
          <ButtonLink href={`${own}/enveloppes/${pot.id}/regles/nouvelle`} kind="secondary">
            {t(PARTNERS.newRule)}
          </ButtonLink>
        </p>
      )}
    </>
  );
}

type FormProps = { readonly own: string; readonly answer: AgreementAnswer | undefined };

function FundingForm({ pot, own, answer }: FormProps & { readonly pot: Pot }) {
  const t = useText();
  const shared = sharing(answer);
  return (
    <details open={answer !== undefined}>
      <summary>{t(PARTNERS.recordFunding)}</summary>
      <Form action={`${own}/enveloppes/${pot.id}/versements`}>
        <MoneyField {...shared("amountCents")} label={PARTNERS.amount} />
        <Field
          {...shared("bankReference")}
          label={PARTNERS.bankReference}
          hint={PARTNERS.bankReferenceHint}
          maxLength={140}
        />
        <Field {...shared("receivedOn")} label={PARTNERS.receivedOn} type="date" />
        <Button>{t(PARTNERS.recordFunding)}</Button>
      </Form>
    </details>
  );
}

function PotForm({ own, answer }: FormProps) {
  const t = useText();
  const shared = sharing(answer);
  return (
    <details open={answer !== undefined}>
      <summary>{t(PARTNERS.newPot)}</summary>
      <Form action={`${own}/enveloppes`}>
        <Field {...shared("name")} label={PARTNERS.potName} maxLength={120} />
        <MoneyField {...shared("promisedCents")} label={PARTNERS.promised} />
        <Button>{t(PARTNERS.newPot)}</Button>
      </Form>
    </details>
  );
}

const sharing = (answer: AgreementAnswer | undefined) => (name: string) => ({
  name,
  value: answer === undefined ? "" : field(answer.values, name),
  errors: answer?.error.fields,
});

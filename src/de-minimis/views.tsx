import type { AppError } from "../errors.ts";
import { rowCount } from "../http/form-rows.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { EnterButton, Rows } from "../ui/rows.tsx";
import { Euros, Facts, Notice, On, Table, When } from "../ui/show.tsx";
import { MOST_AIDS } from "./forms.ts";
import { DE_MINIMIS as TEXTS } from "./messages.ts";
import type { DeMinimisFacts } from "./read-declaration.ts";
import { AID_ROWS } from "./read-form.ts";

type FactsProps = { readonly grantId: string; readonly facts: DeMinimisFacts; readonly mayDeclare: boolean };

/** What was declared and what it comes to, on the page of the grant. */
export function DeMinimis({ grantId, facts, mayDeclare }: FactsProps) {
  const t = useText();
  const { declaration } = facts;
  return (
    <section id="aides">
      <h2>{t(TEXTS.title)}</h2>
      <Stated facts={facts} />
      {mayDeclare && (
        <ButtonLink href={`/subventions/${grantId}/aides`} kind={declaration === undefined ? "primary" : "secondary"}>
          {t(declaration === undefined ? TEXTS.toDeclare : TEXTS.declareAgain)}
        </ButtonLink>
      )}
    </section>
  );
}

function Stated({ facts }: Pick<FactsProps, "facts">) {
  const t = useText();
  const { declaration } = facts;
  return (
    <>
      {declaration === undefined ? (
        <p>{t(TEXTS.missing)}</p>
      ) : (
        <p>
          {!declaration.hasEconomicActivity && `${t(TEXTS.none)} `}
          {t(TEXTS.declaredAt)} <When at={declaration.declaredAt} />.
        </p>
      )}
      {declaration?.hasEconomicActivity && <Sum facts={facts} />}
    </>
  );
}

function Sum({ facts: { aids, verdict } }: { readonly facts: DeMinimisFacts }) {
  const t = useText();
  return (
    <>
      {verdict.kind === "over" && <Notice tone="warning">{t(TEXTS.over)}</Notice>}
      <Table
        caption={TEXTS.received}
        rows={aids}
        empty={TEXTS.noAid}
        columns={[
          { heading: TEXTS.granter, cell: (aid) => (aid.isOurs ? `${aid.granter} (${t(TEXTS.ours)})` : aid.granter) },
          { heading: TEXTS.grantedOn, cell: (aid) => <On date={aid.grantedOn} /> },
          { heading: TEXTS.counts, cell: (aid) => t(aid.counts ? TEXTS.within : TEXTS.outside) },
          { heading: TEXTS.amount, numeric: true, cell: (aid) => <Euros cents={aid.amountCents} /> },
        ]}
      />
      <Facts
        facts={[
          [TEXTS.received, <Euros cents={verdict.receivedCents} />],
          [TEXTS.total, <Euros cents={verdict.totalCents} />],
          [TEXTS.ceiling, <Euros cents={verdict.ceilingCents} />],
        ]}
      />
    </>
  );
}

/** What was declared, to read: the agreement holds it. */
export function Declared({ grantId, facts }: Omit<FactsProps, "mayDeclare">) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.title)}</h1>
      <Notice tone="info">{t(TEXTS.signed)}</Notice>
      <Stated facts={facts} />
      <p>
        <a href={`/subventions/${grantId}`}>{t(TEXTS.backToGrant)}</a>
      </p>
    </>
  );
}

type FormProps = {
  readonly grantId: string;
  readonly values: Typed;
  readonly moreRows?: number;
  readonly error?: AppError | undefined;
};

const LEAST_ROWS = 2;

export function DeclarationForm({ grantId, values, moreRows = 0, error }: FormProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <>
      <h1>{t(TEXTS.title)}</h1>
      <ErrorSummary error={error} />
      <p>{t(TEXTS.intro)}</p>
      <Form action={`/subventions/${grantId}/aides`}>
        <EnterButton />
        <Choice
          {...shared("hasEconomicActivity")}
          legend={TEXTS.activity}
          hint={TEXTS.activityHint}
          options={[
            { value: "no", label: TEXTS.no },
            { value: "yes", label: TEXTS.yes },
          ]}
        />
        <Rows
          name={AID_ROWS.list}
          legend={TEXTS.aids}
          hint={TEXTS.aidsHint}
          addLabel={TEXTS.addAid}
          errors={error?.fields}
          count={Math.min(MOST_AIDS, Math.max(LEAST_ROWS, rowCount(values, AID_ROWS) + moreRows))}
          row={(n) => (
            <>
              <Field {...shared(`aids.${n}.granter`)} label={TEXTS.granter} optional maxLength={200} />
              <MoneyField {...shared(`aids.${n}.amountCents`)} label={TEXTS.amount} hint={undefined} optional />
              <Field {...shared(`aids.${n}.grantedOn`)} label={TEXTS.grantedOn} type="date" optional />
            </>
          )}
        />
        <Button>{t(TEXTS.declare)}</Button>
      </Form>
    </>
  );
}

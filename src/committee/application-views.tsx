import type { Actor } from "../domain/actor.ts";
import { isApplicationEditable } from "../domain/committee/application.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { Paragraphs } from "../projects/plan-view.tsx";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, StateTag, Table } from "../ui/show.tsx";
import { REASON_NAMES, STATE_NAMES } from "./messages.ts";
import { AWARDS, OWN_GRANT } from "./page-messages.ts";
import type { Application } from "./queries.ts";

const TONES = {
  draft: "neutral",
  submitted: "waiting",
  changes_requested: "waiting",
  admissible: "waiting",
  granted: "good",
  refused: "bad",
} as const;

const State = ({ of }: { readonly of: Application }) => (
  <StateTag label={STATE_NAMES[of.state]} tone={TONES[of.state]} />
);

export const ApplicationTable = ({ rows }: { readonly rows: readonly Application[] }) => (
  <Table
    caption={OWN_GRANT.list}
    titled
    empty={OWN_GRANT.none}
    rows={rows}
    columns={[
      { heading: OWN_GRANT.project, cell: (one) => <a href={`/demandes/${one.id}`}>{one.projectTitle}</a> },
      { heading: OWN_GRANT.holder, cell: (one) => one.organisationName },
      { heading: OWN_GRANT.state, cell: (one) => <State of={one} /> },
      { heading: OWN_GRANT.asked, numeric: true, cell: (one) => <Euros cents={one.askedCents} /> },
      {
        heading: OWN_GRANT.awarded,
        numeric: true,
        cell: (one) => (one.awardedCents === null ? "–" : <Euros cents={one.awardedCents} />),
      },
    ]}
  />
);

export function ApplicationList({ page }: { readonly page: Page<Application> }) {
  const t = useText();
  return (
    <>
      <h1>{t(OWN_GRANT.list)}</h1>
      <p>{t(OWN_GRANT.intro)}</p>
      <ApplicationTable rows={page.items} />
      {page.nextCursor !== null && (
        <p>
          <a href={`/demandes?suite=${encodeURIComponent(page.nextCursor)}`}>{t(OWN_GRANT.older)}</a>
        </p>
      )}
    </>
  );
}

/** What the form sends for a grant tied to no campaign. */
export const NO_CAMPAIGN = "none";

type FormProps = {
  readonly action: string;
  readonly projectTitle: string;
  readonly campaigns: readonly { readonly id: string; readonly title: string }[];
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

export function ApplicationForm({ action, projectTitle, campaigns, typed, error }: FormProps) {
  const t = useText();
  return (
    <>
      <h1>{t(OWN_GRANT.new)}</h1>
      <p class="lead">{projectTitle}</p>
      <ErrorSummary error={error} />
      <p>{t(OWN_GRANT.intro)}</p>
      <Form action={action}>
        <Choice
          name="campaignId"
          legend={OWN_GRANT.campaign}
          options={[
            ...campaigns.map(({ id, title }) => ({ value: id, label: { fr: title, en: title } })),
            { value: NO_CAMPAIGN, label: OWN_GRANT.noCampaign },
          ]}
          value={field(typed, "campaignId") || campaigns[0]?.id || NO_CAMPAIGN}
          errors={error?.fields}
        />
        <MoneyField
          name="askedCents"
          label={OWN_GRANT.asked}
          value={field(typed, "askedCents")}
          errors={error?.fields}
        />
        <Field
          name="purpose"
          label={OWN_GRANT.purpose}
          rows={6}
          maxLength={5_000}
          value={field(typed, "purpose")}
          errors={error?.fields}
        />
        <Button>{t(OWN_GRANT.save)}</Button>
      </Form>
    </>
  );
}

type PageProps = {
  readonly actor: Actor;
  readonly application: Application;
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

/** One application: what was asked for, where it stands, and what this person may do with it. */
export function ApplicationPage({ actor, application, typed, error }: PageProps) {
  const t = useText();
  const { id, state, organisationId } = application;
  const editable = isApplicationEditable(state) && permits(actor, "own-grant.apply", organisationId);
  return (
    <>
      <p>
        <a href="/demandes">{t(OWN_GRANT.list)}</a>
      </p>
      <h1>{application.projectTitle}</h1>
      <p>
        <State of={application} />
      </p>
      <ErrorSummary error={error} />
      <Facts facts={factsOf(application, t)} />
      <h2>{t(OWN_GRANT.purpose)}</h2>
      <Paragraphs text={application.purpose} />
      {application.grantId !== null && (
        <p>
          <a href={`/subventions/${application.grantId}`}>{t(OWN_GRANT.grant)}</a>
        </p>
      )}
      {editable && (
        <>
          <p>
            <ButtonLink href={`/demandes/${id}/modification`} kind="secondary">
              {t(OWN_GRANT.edit)}
            </ButtonLink>
          </p>
          <ActionButton action={`/demandes/${id}/depot`} label={OWN_GRANT.submit} />
        </>
      )}
      {state === "submitted" && permits(actor, "own-grant.review") && <Review id={id} typed={typed} error={error} />}
    </>
  );
}

function factsOf(application: Application, t: ReturnType<typeof useText>) {
  const { note, awardedCents, awardState } = application;
  const known = Object.values(REASON_NAMES).find((one) => one.fr === note);
  return [
    [OWN_GRANT.holder, application.organisationName],
    [OWN_GRANT.campaign, application.campaignTitle ?? t(OWN_GRANT.noCampaign)],
    [OWN_GRANT.asked, <Euros cents={application.askedCents} />],
    ...(awardedCents === null ? [] : ([[OWN_GRANT.awarded, <Euros cents={awardedCents} />]] as const)),
    ...(awardState === null ? [] : ([[OWN_GRANT.money, t(AWARDS[awardState])]] as const)),
    ...(note === null ? [] : ([[OWN_GRANT.note, known === undefined ? note : t(known)]] as const)),
  ] as const;
}

function Review({
  id,
  typed,
  error,
}: {
  readonly id: string;
  readonly typed: Typed;
  readonly error: AppError | undefined;
}) {
  const t = useText();
  return (
    <section>
      <h2>{t(OWN_GRANT.review)}</h2>
      <Form action={`/demandes/${id}/instruction`}>
        <Choice
          name="outcome"
          legend={OWN_GRANT.outcome}
          options={[
            { value: "admissible", label: OWN_GRANT.admissible },
            { value: "changes_requested", label: OWN_GRANT.changes },
            { value: "refused", label: OWN_GRANT.refused },
          ]}
          value={field(typed, "outcome")}
          errors={error?.fields}
        />
        <Field
          name="message"
          label={OWN_GRANT.message}
          rows={4}
          value={field(typed, "message")}
          errors={error?.fields}
        />
        <Button>{t(OWN_GRANT.decide)}</Button>
      </Form>
    </section>
  );
}

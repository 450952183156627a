import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { isAmendable } from "../domain/schedule-amendment.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { eurosForInput } from "../ui/format.ts";
import { Euros, On, StateTag, Table, When } from "../ui/show.tsx";
import { AMENDMENT_STATE_NAMES, AMENDMENTS } from "./amendment-messages.ts";
import type { ScheduleAmendment } from "./amendment-queries.ts";
import { INSTALMENTS } from "./page-messages.ts";
import type { Instalment } from "./read-schedule.ts";
import { isInPercent, LINES } from "./read-schedule-form.ts";

type Grant = { readonly id: string; readonly organisationId: string; readonly fundSignedAt: Date | null };
type Props = {
  readonly actor: Actor;
  readonly grant: Grant;
  readonly instalments: readonly Instalment[];
  readonly amendments: readonly ScheduleAmendment[];
};

/** Amendments of the schedule under its table: what waits in full, what was, and the way to another. */
export function ScheduleAmendments({ actor, grant, instalments, amendments }: Props) {
  const t = useText();
  if (grant.fundSignedAt === null) return null;
  const open = amendments.find((one) => one.state === "holder-signs" || one.state === "fund-signs");
  const past = amendments.filter((one) => one !== open);
  const mayPropose = permits(actor, "schedule.amend", grant.organisationId) && open === undefined;
  return (
    <>
      {open !== undefined && <OpenAmendment actor={actor} grant={grant} amendment={open} />}
      {past.length > 0 && (
        <details>
          <summary>{t(AMENDMENTS.list)}</summary>
          {past.map((one) => (
            <AmendmentText key={one.id} amendment={one} />
          ))}
        </details>
      )}
      {mayPropose && instalments.some(isAmendable) && (
        <ButtonLink href={`/subventions/${grant.id}/echeancier/avenants/nouveau`} kind="secondary">
          {t(AMENDMENTS.title)}
        </ButtonLink>
      )}
    </>
  );
}

const TONES = { "holder-signs": "waiting", "fund-signs": "waiting", "in-force": "good", withdrawn: "neutral" } as const;

function AmendmentText({ amendment }: { readonly amendment: ScheduleAmendment }) {
  const t = useText();
  return (
    <article class="card">
      <p>
        <StateTag label={AMENDMENT_STATE_NAMES[amendment.state]} tone={TONES[amendment.state]} />{" "}
        {t(AMENDMENTS.proposedOn)} <When at={amendment.createdAt} />
      </p>
      {amendment.paragraphs.map((paragraph) => (
        <p key={paragraph.fr}>{t(paragraph)}</p>
      ))}
    </article>
  );
}

function OpenAmendment({ actor, grant, amendment }: Omit<Props, "instalments" | "amendments"> & Open) {
  const t = useText();
  const path = `/subventions/${grant.id}/echeancier/avenants/${amendment.id}`;
  return (
    <section>
      <h3>{t(AMENDMENTS.list)}</h3>
      <AmendmentText amendment={amendment} />
      <div class="buttons">
        {maySign(actor, grant, amendment) && (
          <ActionButton
            action={`${path}/signature`}
            label={AMENDMENTS.sign}
            fields={{ agreementHash: amendment.hash }}
          />
        )}
        {permits(actor, "schedule.amend", grant.organisationId) && (
          <ActionButton action={`${path}/retrait`} label={AMENDMENTS.withdraw} kind="secondary" />
        )}
      </div>
    </section>
  );
}

type Open = { readonly amendment: ScheduleAmendment };

function maySign(actor: Actor, { organisationId }: Grant, { state }: ScheduleAmendment): boolean {
  if (actor.kind !== "user" || !permits(actor, "grant.sign", organisationId)) return false;
  const membership = actor.memberships.find((one) => one.organisationId === organisationId);
  return membership?.role === "owner" ? state === "holder-signs" : membership === undefined && state === "fund-signs";
}

type FormProps = {
  readonly grantId: string;
  readonly instalments: readonly Instalment[];
  readonly values: FormValues;
  readonly error?: AppError | undefined;
};

/** Other shares and days for what may still change; the rest is shown as it stays. */
export function AmendmentForm({ grantId, instalments, values, error }: FormProps) {
  const t = useText();
  const free = instalments.filter(isAmendable);
  const fixed = instalments.filter((one) => !isAmendable(one));
  const inPercent = isInPercent(instalments);
  const own = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  const together = eurosForInput(free.reduce((sum, one) => sum + one.share, 0n));
  return (
    <>
      <h1>{t(AMENDMENTS.title)}</h1>
      <ErrorSummary error={error} />
      <p>{t(free.length === 0 ? AMENDMENTS.none : AMENDMENTS.intro)}</p>
      {fixed.length > 0 && <FixedInstalments instalments={fixed} />}
      {free.length > 0 && (
        <Form action={`/subventions/${grantId}/echeancier/avenants/nouveau`}>
          <p id={LINES}>
            {t(AMENDMENTS.together)} {together} {inPercent ? "%" : "€"}.
          </p>
          {free.map((one, index) => (
            <fieldset class="field rows" key={one.id}>
              <legend>
                {one.number}. {one.label}
              </legend>
              <input type="hidden" name={`${LINES}.${index}.instalmentId`} value={one.id} />
              <Field
                {...own(`${LINES}.${index}.share`)}
                label={inPercent ? AMENDMENTS.percent : AMENDMENTS.euros}
                inputMode="decimal"
              />
              <Field {...own(`${LINES}.${index}.dueOn`)} label={INSTALMENTS.dueOn} type="date" />
            </fieldset>
          ))}
          <Field {...own("reason")} label={INSTALMENTS.reason} rows={2} maxLength={1_000} />
          <Button>{t(AMENDMENTS.propose)}</Button>
        </Form>
      )}
    </>
  );
}

const FixedInstalments = ({ instalments }: Pick<FormProps, "instalments">) => (
  <Table
    caption={AMENDMENTS.fixed}
    rows={instalments}
    columns={[
      {
        heading: INSTALMENTS.one,
        cell: (one) => (
          <>
            {one.number}. {one.label}
          </>
        ),
      },
      { heading: INSTALMENTS.amount, numeric: true, cell: (one) => <Euros cents={one.amountCents} /> },
      { heading: INSTALMENTS.dueOn, cell: (one) => <On date={one.dueOn} /> },
    ]}
  />
);

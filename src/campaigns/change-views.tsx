import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { eurosForInput } from "../ui/format.ts";
import { Euros, Facts, Notice, Table, When } from "../ui/show.tsx";
import { lastMoment } from "./campaign-cards.tsx";
import { CHANGE } from "./change-messages.ts";
import type { CampaignChange } from "./change-queries.ts";
import { lastDayBefore } from "./paris-days.ts";
import type { ChangePreview } from "./preview-change.ts";
import type { CampaignDetail } from "./queries.ts";

/** What changed since donors first saw the campaign, with the former values (P10). */
export function ChangeHistory({ changes }: { readonly changes: readonly CampaignChange[] }) {
  const t = useText();
  if (changes.length === 0) return null;
  return (
    <section>
      <h2>{t(CHANGE.history)}</h2>
      <Table
        caption={CHANGE.history}
        titled
        rows={changes}
        columns={[
          { heading: CHANGE.changedOn, cell: (one) => <When at={one.changedAt} /> },
          { heading: CHANGE.oldGoal, numeric: true, cell: (one) => <Euros cents={one.oldGoalCents} /> },
          { heading: CHANGE.newGoal, numeric: true, cell: (one) => <Euros cents={one.newGoalCents} /> },
          { heading: CHANGE.oldDay, cell: (one) => <When at={lastMoment(one.oldDeadlineAt)} /> },
          { heading: CHANGE.newDay, cell: (one) => <When at={lastMoment(one.newDeadlineAt)} /> },
          { heading: CHANGE.why, cell: (one) => one.reason },
        ]}
      />
      <p>{t(CHANGE.wayOut)}</p>
    </section>
  );
}

type Props = {
  readonly campaign: CampaignDetail;
  readonly typed: Typed;
  readonly preview: ChangePreview | undefined;
  readonly error: AppError | undefined;
};

/** The form of an administrator; with a preview what it would do, and the button that does it. */
export function ChangePage({ campaign, typed, preview, error }: Props) {
  const t = useText();
  const here = `/instruction/${campaign.id}/changement`;
  const goal = typed.goalCents === undefined ? eurosForInput(campaign.goalCents) : field(typed, "goalCents");
  const day = typed.deadlineOn === undefined ? lastDayBefore(campaign.deadlineAt) : field(typed, "deadlineOn");
  return (
    <>
      <p>
        <a href={`/instruction/${campaign.id}`}>{t(CHANGE.back)}</a>
      </p>
      <h1>{t(CHANGE.title)}</h1>
      <p class="lead">{campaign.title}</p>
      <ErrorSummary error={error} />
      <p>{t(CHANGE.intro)}</p>
      <Form action={here}>
        <MoneyField name="goalCents" label={CHANGE.goal} value={goal} errors={error?.fields} />
        <Field name="deadlineOn" label={CHANGE.lastDay} type="date" value={day} errors={error?.fields} />
        <Field
          name="reason"
          label={CHANGE.reason}
          rows={3}
          maxLength={1_000}
          value={field(typed, "reason")}
          errors={error?.fields}
        />
        {preview !== undefined && <Consequences preview={preview} />}
        {preview === undefined ? (
          <Button name="step" value="preview">
            {t(CHANGE.preview)}
          </Button>
        ) : (
          <>
            <Button kind="secondary" name="step" value="preview">
              {t(CHANGE.preview)}
            </Button>
            <Button kind="danger" name="step" value="confirm">
              {t(CHANGE.confirm)}
            </Button>
          </>
        )}
      </Form>
    </>
  );
}

function Consequences({ preview }: { readonly preview: ChangePreview }) {
  const t = useText();
  const { donors, letters, checkouts, charges, captured, rulesEndingBefore } = preview;
  return (
    <Notice tone="warning">
      <h2>{t(CHANGE.consequences)}</h2>
      <Facts
        facts={[
          [CHANGE.donors, donors],
          [CHANGE.letters, letters],
          [CHANGE.checkouts, checkouts],
          [CHANGE.charges, charges],
          [CHANGE.captured, captured],
          [
            CHANGE.rules,
            rulesEndingBefore.length === 0
              ? t(CHANGE.noRules)
              : rulesEndingBefore.map((rule, index) => (
                  <>
                    {index > 0 && ", "}
                    {rule.partnerName} (<When at={new Date(rule.endsAt.getTime() - 1)} />)
                  </>
                )),
          ],
        ]}
      />
    </Notice>
  );
}

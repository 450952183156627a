import { CAMPAIGN_CATEGORIES, CAMPAIGN_MODES, SHORTFALL_POLICIES } from "../domain/campaign.ts";
import type { AppError } from "../errors.ts";
import { type RowFields, rowCount } from "../http/form-rows.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Choice, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { DraftButton, DraftNotice } from "../ui/draft.tsx";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { EnterButton, Rows } from "../ui/rows.tsx";
import { FORM, MODE_HINTS, ROWS, SHORTFALL_NAMES, stockHint, YES_NO } from "./form-messages.ts";
import { MOST_NEEDS, MOST_REWARDS, MOST_STRETCH_GOALS } from "./forms.ts";
import { CATEGORY_NAMES, MODE_NAMES } from "./messages.ts";
import { NEED_ROWS, REWARD_ROWS, STRETCH_ROWS } from "./read-form.ts";

const MORE = 2;

type Props = {
  readonly heading: Text;
  readonly action: string;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
  /** The list whose button asked for more rows. */
  readonly adding?: string | undefined;
  /** What was kept of it before it was whole. */
  readonly draft: { readonly version: number; readonly savedAt: Date | undefined };
};

/** The form of a campaign, new or stored. Works without scripts: rows come by sending the form. */
export function CampaignForm({ heading, action, values, error, adding, draft }: Props) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <>
      <h1>{t(heading)}</h1>
      <ErrorSummary error={error} />
      {draft.savedAt && <DraftNotice savedAt={draft.savedAt} discard={`${action}/brouillon/oubli`} />}
      <Form action={action} autosave={`${action}/brouillon`}>
        <EnterButton />
        <Field {...shared("title")} label={FORM.title} maxLength={120} />
        <Select
          {...shared("category")}
          label={FORM.category}
          optional
          options={CAMPAIGN_CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] }))}
        />
        <Field {...shared("pitch")} label={FORM.pitch} hint={FORM.pitchHint} rows={10} />
        <Terms shared={shared} />
        <Repeated shared={shared} values={values} adding={adding} />
        <div class="buttons">
          <Button>{t(FORM.save)}</Button>
          <DraftButton version={draft.version} />
        </div>
      </Form>
    </>
  );
}

type Shared = (name: string) => Pick<Parameters<typeof Field>[0], "name" | "errors"> & { readonly value: string };

const Terms = ({ shared }: { readonly shared: Shared }) => (
  <>
    <MoneyField {...shared("goalCents")} label={FORM.goal} />
    <Choice
      {...shared("mode")}
      legend={FORM.mode}
      options={CAMPAIGN_MODES.map((value) => ({ value, label: MODE_NAMES[value], hint: MODE_HINTS[value] }))}
    />
    <Field {...shared("startsOn")} label={FORM.startsOn} type="date" />
    <Field {...shared("deadlineOn")} label={FORM.deadlineOn} hint={FORM.deadlineHint} type="date" />
    <Choice
      {...shared("shortfall.kind")}
      value={shared("shortfall.kind").value || "fail_and_refund"}
      legend={FORM.shortfall}
      hint={FORM.shortfallHint}
      options={SHORTFALL_POLICIES.map((value) => ({ value, label: SHORTFALL_NAMES[value] }))}
    />
    <MoneyField {...shared("shortfall.minimumCents")} label={FORM.minimum} optional />
    <Field
      {...shared("shortfall.topUpMaxBps")}
      label={FORM.topUp}
      hint={FORM.topUpHint}
      inputMode="decimal"
      unit="%"
      optional
    />
    <Choice
      {...shared("matchingCounts")}
      value={shared("matchingCounts").value || "yes"}
      legend={FORM.matchingCounts}
      options={(["yes", "no"] as const).map((value) => ({ value, label: YES_NO[value] }))}
    />
    <MoneyField {...shared("matchCeilingCents")} label={FORM.matchCeiling} optional />
  </>
);

type RepeatedProps = Pick<Props, "values" | "adding"> & { readonly shared: Shared };

function Repeated({ shared, values, adding }: RepeatedProps) {
  const rows = (fields: RowFields, least: number, most: number) => {
    const shown = Math.max(least, rowCount(values, fields) + (adding === fields.list ? MORE : 0));
    return { name: fields.list, count: Math.min(most, shown), errors: shared(fields.list).errors };
  };
  return (
    <>
      <Rows
        {...rows(REWARD_ROWS, 1, MOST_REWARDS)}
        legend={FORM.rewards}
        hint={FORM.rewardsHint}
        addLabel={FORM.addReward}
        row={(n) => (
          <>
            <Field {...shared(`rewards.${n}.title`)} label={ROWS.rewardTitle(n + 1)} optional maxLength={160} />
            <MoneyField
              {...shared(`rewards.${n}.thresholdCents`)}
              label={ROWS.rewardThreshold(n + 1)}
              hint={undefined}
              optional
            />
            <MoneyField
              {...shared(`rewards.${n}.fairValueCents`)}
              label={ROWS.rewardValue(n + 1)}
              hint={undefined}
              optional
            />
            <Field
              {...shared(`rewards.${n}.stock`)}
              label={ROWS.rewardStock(n + 1)}
              hint={stockHint}
              inputMode="numeric"
              optional
            />
          </>
        )}
      />
      <Rows
        {...rows(NEED_ROWS, 1, MOST_NEEDS)}
        legend={FORM.needs}
        hint={FORM.needsHint}
        addLabel={FORM.addNeed}
        row={(n) => (
          <>
            <Field {...shared(`needs.${n}.label`)} label={ROWS.need(n + 1)} optional maxLength={160} />
            <Field {...shared(`needs.${n}.quantity`)} label={ROWS.needQuantity(n + 1)} inputMode="numeric" optional />
            <Field {...shared(`needs.${n}.neededOn`)} label={ROWS.needDay(n + 1)} type="date" optional />
          </>
        )}
      />
      <Rows
        {...rows(STRETCH_ROWS, 1, MOST_STRETCH_GOALS)}
        legend={FORM.stretch}
        hint={FORM.stretchHint}
        addLabel={FORM.addStretch}
        row={(n) => (
          <MoneyField {...shared(`stretchGoalsCents.${n}`)} label={ROWS.stretch(n + 1)} hint={undefined} optional />
        )}
      />
    </>
  );
}

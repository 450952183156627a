import { CAP_PERIODS, RULE_KINDS, STACKINGS } from "../domain/matching/rule.ts";
import type { FieldError } from "../errors.ts";
import { rowCount } from "../http/form-rows.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Choice, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Rows } from "../ui/rows.tsx";
import { MOST_SHARES } from "./forms.ts";
import { FLAGS, shareRows } from "./read-rule-form.ts";
import { Block, CATEGORIES, ListChoice, type Own, PLACE_LISTS, type Shared, Tick } from "./rule-field-parts.tsx";
import { KIND_NAMES, PERIOD_NAMES, RULE, SHARE, STACKING_NAMES } from "./rule-form-messages.ts";

type Props = {
  readonly values: FormValues;
  readonly errors?: readonly FieldError[] | undefined;
  /** What the names of the fields begin with, where the rule is part of a larger form. */
  readonly prefix?: string;
  /** The list whose button asked for more rows. */
  readonly adding?: string | undefined;
  /** Within a larger form headings stand deeper. */
  readonly heading?: "h2" | "h3";
};

/** All fields of one version of a rule. Without scripts every field is there; its kind says which are asked. */
export function RuleFields({ values, errors, prefix = "", adding, heading: Heading = "h2" }: Props) {
  const t = useText();
  const shared: Shared = (name) => ({ name: prefix + name, value: field(values, prefix + name), errors });
  const title = (text: Text) => <Heading>{t(text)}</Heading>;
  const own = { shared, values, errors, prefix };
  return (
    <>
      <FormulaFields {...own} />
      {title(RULE.dates)}
      <Field {...shared("startsOn")} label={RULE.startsOn} type="date" />
      <Field {...shared("endsOn")} label={RULE.endsOn} type="date" />
      {title(RULE.caps)}
      <CapFields {...own} />
      {title(RULE.conditions)}
      <ConditionFields {...own} />
      {title(RULE.territory)}
      <TerritoryFields {...own} />
      <ShareFields {...own} adding={adding} />
      {title(RULE.others)}
      <OtherRuleFields {...own} />
    </>
  );
}

function FormulaFields(own: Own) {
  const { shared } = own;
  const kind = shared("kind").value || "ratio";
  return (
    <>
      <Choice
        {...shared("kind")}
        value={kind}
        legend={RULE.kind}
        options={RULE_KINDS.map((value) => ({ value, ...KIND_NAMES[value] }))}
      />
      <Block
        {...own}
        title={RULE.rate}
        hint={RULE.rateHint}
        names={["ratioNumerator", "ratioDenominator"]}
        open={kind === "ratio"}
      >
        <Field
          {...shared("ratioNumerator")}
          label={RULE.numerator}
          hint={RULE.ratioHint}
          inputMode="numeric"
          unit="€"
          optional
        />
        <Field {...shared("ratioDenominator")} label={RULE.denominator} inputMode="numeric" unit="€" optional />
      </Block>
      <Block
        {...own}
        title={RULE.threshold}
        hint={RULE.thresholdHint}
        names={["thresholdDonors", "thresholdGoalPercent", "lumpCents"]}
        open={kind === "threshold"}
      >
        <Field {...shared("thresholdDonors")} label={RULE.thresholdDonors} inputMode="numeric" optional />
        <Field
          {...shared("thresholdGoalPercent")}
          label={RULE.thresholdGoalPercent}
          inputMode="numeric"
          unit="%"
          optional
        />
        <MoneyField {...shared("lumpCents")} label={RULE.lump} hint={RULE.lumpHint} optional />
      </Block>
      <Block
        {...own}
        title={RULE.round}
        hint={RULE.roundHint}
        names={["budgetCents"]}
        open={kind === "pro_rata" || kind === "quadratic"}
      >
        <MoneyField {...shared("budgetCents")} label={RULE.budget} optional />
      </Block>
    </>
  );
}

function CapFields({ shared }: Own) {
  const t = useText();
  return (
    <>
      <p class="hint">{t(RULE.capsHint)}</p>
      <MoneyField {...shared("capPerGiftCents")} label={RULE.capPerGift} optional />
      <MoneyField {...shared("capPerDonorCents")} label={RULE.capPerDonor} optional />
      <MoneyField {...shared("capPerCampaignCents")} label={RULE.capPerCampaign} optional />
      <MoneyField {...shared("capPerPeriodCents")} label={RULE.capPerPeriod} optional />
      <Select
        {...shared("capPeriod")}
        label={RULE.capPeriod}
        options={CAP_PERIODS.map((value) => ({ value, label: PERIOD_NAMES[value] }))}
        optional
      />
      <MoneyField {...shared("capInAllCents")} label={RULE.capInAll} optional />
    </>
  );
}

const ConditionFields = (own: Own) => (
  <>
    <MoneyField {...own.shared("minimumGiftCents")} label={RULE.minimumGift} optional />
    <Field {...own.shared("minimumDonors")} label={RULE.minimumDonors} inputMode="numeric" optional />
    <Tick {...own} name="goalConditional" label={RULE.goalConditional} hint={RULE.goalConditionalHint} />
    <Tick {...own} name="filter.needsInKind" label={RULE.needsInKind} />
    <ListChoice {...own} list={CATEGORIES} />
  </>
);

const TerritoryFields = (own: Own) => (
  <>
    {FLAGS.map((flag) => (
      <Tick key={flag} {...own} name={`filter.${flag}`} label={RULE[flag]} />
    ))}
    <Field {...own.shared("filter.departements")} label={RULE.departements} hint={RULE.departementsHint} optional />
    <Field {...own.shared("filter.epcis")} label={RULE.epcis} hint={RULE.epcisHint} optional />
    <Field
      {...own.shared("filter.near.communeCode")}
      label={RULE.nearCommune}
      hint={RULE.nearCommuneHint}
      maxLength={5}
      optional
    />
    <Field {...own.shared("filter.near.kilometres")} label={RULE.kilometres} inputMode="numeric" unit="km" optional />
    <Block {...own} title={RULE.placesTitle} names={PLACE_LISTS.map(({ name }) => `filter.${name}`)}>
      {PLACE_LISTS.map((list) => (
        <ListChoice key={list.name} {...own} list={list} />
      ))}
    </Block>
  </>
);

function ShareFields({ shared, values, errors, prefix, adding }: Own & Pick<Props, "adding">) {
  const rows = shareRows(prefix);
  const count = Math.max(1, rowCount(values, rows)) + (adding === rows.list ? 1 : 0);
  return (
    <Rows
      name={rows.list}
      count={Math.min(MOST_SHARES, count)}
      legend={RULE.shares}
      hint={RULE.sharesHint}
      addLabel={RULE.addShare}
      errors={errors}
      row={(n) => (
        <>
          <Field {...shared(`heldShares.${n}.departements`)} label={SHARE.departements(n + 1)} optional />
          <MoneyField {...shared(`heldShares.${n}.shareCents`)} label={SHARE.amount(n + 1)} hint={undefined} optional />
          <Field {...shared(`heldShares.${n}.untilOn`)} label={SHARE.until(n + 1)} type="date" optional />
        </>
      )}
    />
  );
}

const OtherRuleFields = (own: Own) => (
  <>
    <Choice
      {...own.shared("stacking")}
      value={own.shared("stacking").value || "adds"}
      legend={RULE.stacking}
      options={STACKINGS.map((value) => ({ value, label: STACKING_NAMES[value] }))}
    />
    <Field
      {...own.shared("priority")}
      value={own.shared("priority").value || "100"}
      label={RULE.priority}
      hint={RULE.priorityHint}
      inputMode="numeric"
    />
    <Tick {...own} name="backfill" label={RULE.backfill} hint={RULE.backfillHint} />
  </>
);

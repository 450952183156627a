import { CHECK_OUTCOMES, REVIEW_RULES, type ReviewCheck, type ReviewRule } from "../domain/review-checklist.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { StateTag } from "../ui/show.tsx";
import { REVIEW } from "./holder-messages.ts";
import { OUTCOME_NAMES, RULES, REVIEW_FORM as texts } from "./review-messages.ts";

type Props = {
  readonly campaignId: string;
  /** The checks of the round before, where there was one. */
  readonly before: readonly ReviewCheck[];
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

/** One form for the two ends of a review: the checklist, a word to the holder, approve or give back. */
export function ReviewForm({ campaignId, before, typed, error }: Props) {
  const t = useText();
  return (
    <section>
      <h2>{t(texts.title)}</h2>
      <p>{t(texts.note)}</p>
      <Form action={`/instruction/${campaignId}/approbation`}>
        {REVIEW_RULES.map((rule) => (
          <Rule rule={rule} before={before.find((one) => one.rule === rule)} typed={typed} error={error} key={rule} />
        ))}
        <Field
          name="message"
          label={texts.word}
          hint={texts.wordHint}
          rows={4}
          optional
          value={field(typed, "message")}
          errors={error?.fields}
        />
        <div class="buttons">
          <Button>{t(REVIEW.approve)}</Button>
          <Button kind="secondary" to={`/instruction/${campaignId}/demande-de-modifications`}>
            {t(REVIEW.requestChanges)}
          </Button>
        </div>
        <p class="hint">{t(REVIEW.approveNote)}</p>
      </Form>
    </section>
  );
}

type RuleProps = {
  readonly rule: ReviewRule;
  readonly before: ReviewCheck | undefined;
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

function Rule({ rule, before, typed, error }: RuleProps) {
  const t = useText();
  return (
    <fieldset>
      <legend>{t(RULES[rule].name)}</legend>
      <p class="hint">{t(RULES[rule].hint)}</p>
      {before !== undefined && before.outcome !== "not_looked" && (
        <p class="hint">{t(texts.before(t(OUTCOME_NAMES[before.outcome]), before.note))}</p>
      )}
      <Select
        name={`check-${rule}`}
        label={texts.outcome}
        options={CHECK_OUTCOMES.toReversed().map((value) => ({ value, label: OUTCOME_NAMES[value] }))}
        value={field(typed, `check-${rule}`) || "not_looked"}
        errors={error?.fields}
      />
      <Field
        name={`note-${rule}`}
        label={texts.remark}
        optional
        maxLength={1_000}
        value={field(typed, `note-${rule}`)}
        errors={error?.fields}
      />
    </fieldset>
  );
}

/** What a past review found, rule by rule; what nobody looked at is left out. */
export function ReviewChecks({ checks }: { readonly checks: readonly ReviewCheck[] }) {
  const t = useText();
  const looked = checks.filter(({ outcome }) => outcome !== "not_looked");
  if (looked.length === 0) return null;
  return (
    <ul class="plain" aria-label={t(texts.checklist)}>
      {looked.map(({ rule, outcome, note }) => (
        <li key={rule}>
          <StateTag label={OUTCOME_NAMES[outcome]} tone={outcome === "met" ? "good" : "bad"} /> {t(RULES[rule].name)}
          {note !== "" && ` – ${note}`}
        </li>
      ))}
    </ul>
  );
}

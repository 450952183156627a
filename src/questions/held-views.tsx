import type { NamedCampaign } from "../campaigns/named-campaign.ts";
import { ReasonForm } from "../campaigns/reason-form.tsx";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { StateTag, Table, When } from "../ui/show.tsx";
import { QUESTIONS } from "./messages.ts";
import type { Question } from "./queries.ts";
import { AnsweredQuestion } from "./views.tsx";

type ListProps = {
  readonly campaign: NamedCampaign;
  readonly open: readonly Question[];
  readonly closed: Page<Question>;
};

/** For the holder and staff: what waits first. */
export function HeldQuestions({ campaign, open, closed }: ListProps) {
  const t = useText();
  const here = `/mes-collectes/${campaign.id}/questions`;
  return (
    <>
      <p>
        <a href={`/mes-collectes/${campaign.id}`}>{campaign.title}</a>
      </p>
      <h1>{t(QUESTIONS.title)}</h1>
      <Table
        caption={QUESTIONS.titleOf(campaign.title)}
        titled
        empty={QUESTIONS.noneHeld}
        rows={[...open, ...closed.items]}
        columns={[
          { heading: QUESTIONS.asked, cell: (one) => <When at={one.createdAt} time /> },
          { heading: QUESTIONS.from, cell: (one) => one.name || t(QUESTIONS.somebody) },
          { heading: QUESTIONS.body, cell: (one) => <a href={`${here}/${one.id}`}>{beginningOf(one.body)}</a> },
          { heading: QUESTIONS.state, cell: (one) => <QuestionState question={one} /> },
        ]}
      />
      {closed.nextCursor !== null && (
        <p>
          <a href={`${here}?suite=${encodeURIComponent(closed.nextCursor)}`}>{t(QUESTIONS.older)}</a>
        </p>
      )}
    </>
  );
}

const LINE = 100;
const beginningOf = (text: string) => (text.length <= LINE ? text : `${text.slice(0, LINE).trimEnd()}…`);

function QuestionState({ question }: { readonly question: Question }) {
  if (question.refusal !== null) return <StateTag label={QUESTIONS.refused} />;
  if (question.answer !== null) return <StateTag label={QUESTIONS.answered} tone="good" />;
  return <StateTag label={QUESTIONS.open} tone="waiting" />;
}

type OneProps = {
  readonly campaign: NamedCampaign;
  readonly question: Question;
  readonly mayAnswer: boolean;
  readonly mayRefuse: boolean;
  readonly typed: FormValues;
  readonly error: AppError | undefined;
};

/** One question, with what may be done about it. */
export function QuestionPage({ campaign, question, mayAnswer, mayRefuse, typed, error }: OneProps) {
  const t = useText();
  const list = `/mes-collectes/${campaign.id}/questions`;
  const here = `${list}/${question.id}`;
  return (
    <>
      <p>
        <a href={list}>{t(QUESTIONS.all)}</a>
      </p>
      <h1>{t(QUESTIONS.titleOf(campaign.title))}</h1>
      <p>
        <QuestionState question={question} />
      </p>
      <ErrorSummary error={error} />
      <div class="card">
        <AnsweredQuestion question={question} organisation={campaign.organisationName} />
      </div>
      {question.refusal !== null && <p>{t(QUESTIONS.because(question.refusal))}</p>}
      {mayAnswer && <h2>{t(QUESTIONS.toAnswer)}</h2>}
      {mayAnswer && (
        <Form action={`${here}/reponse`}>
          <Field
            name="answer"
            label={QUESTIONS.answer}
            hint={QUESTIONS.answerHint}
            rows={6}
            maxLength={5_000}
            value={field(typed, "answer")}
            errors={error?.fields}
          />
          <Button>{t(QUESTIONS.publish)}</Button>
        </Form>
      )}
      {mayRefuse && (
        <ReasonForm
          action={`${here}/refus`}
          level="h2"
          heading={question.answer === null ? QUESTIONS.refuse : QUESTIONS.takeDown}
          note={question.answer === null ? QUESTIONS.refuseNote : QUESTIONS.takeDownNote}
          label={QUESTIONS.reason}
          button={question.answer === null ? QUESTIONS.refuse : QUESTIONS.takeDown}
          kind="danger"
          value={field(typed, "reason")}
          errors={error?.fields}
        />
      )}
    </>
  );
}

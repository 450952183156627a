import type { NamedCampaign } from "../campaigns/named-campaign.ts";
import { isUnderWay } from "../domain/campaign.ts";
import type { AppError } from "../errors.ts";
import type { Visitor } from "../http/api-kit.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import { Paragraphs } from "../projects/plan-view.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Notice, When } from "../ui/show.tsx";
import { QUESTIONS } from "./messages.ts";
import type { Question } from "./queries.ts";

type AnsweredProps = { readonly question: Question; readonly organisation: string };

/** A question and its answer as everybody reads them. */
export function AnsweredQuestion({ question, organisation }: AnsweredProps) {
  const t = useText();
  return (
    <article>
      <p>
        <strong>{question.name || t(QUESTIONS.somebody)}</strong>, <When at={question.createdAt} />
      </p>
      <Paragraphs text={question.body} />
      {question.answer !== null && (
        <blockquote>
          <p class="hint">{t(QUESTIONS.answerOf(organisation))}</p>
          <Paragraphs text={question.answer} />
        </blockquote>
      )}
    </article>
  );
}

type PublicProps = {
  readonly campaign: NamedCampaign;
  readonly questions: Page<Question>;
  readonly actor: Visitor;
  readonly typed: FormValues;
  readonly sent: boolean;
  readonly error: AppError | undefined;
};

export function PublicQuestions({ campaign, questions, actor, typed, sent, error }: PublicProps) {
  const t = useText();
  const here = `/collectes/${campaign.slug}`;
  return (
    <>
      <p>
        <a href={here}>{t(QUESTIONS.backToCampaign)}</a>
      </p>
      <h1>{t(QUESTIONS.titleOf(campaign.title))}</h1>
      <ErrorSummary error={error} />
      {sent && <Notice tone="success">{t(QUESTIONS.sent)}</Notice>}
      {questions.items.length === 0 && <p class="empty">{t(QUESTIONS.none)}</p>}
      <div class="stack">
        {questions.items.map((question) => (
          <AnsweredQuestion question={question} organisation={campaign.organisationName} key={question.id} />
        ))}
      </div>
      {questions.nextCursor !== null && (
        <p>
          <a href={`${here}/questions?suite=${encodeURIComponent(questions.nextCursor)}`}>{t(QUESTIONS.older)}</a>
        </p>
      )}
      <h2 id="poser">{t(QUESTIONS.ask)}</h2>
      {isUnderWay(campaign.state) ? (
        <AskForm action={`${here}/questions`} actor={actor} typed={typed} error={error} />
      ) : (
        <p>{t(QUESTIONS.closed)}</p>
      )}
    </>
  );
}

type AskProps = Pick<PublicProps, "actor" | "typed" | "error"> & { readonly action: string };

function AskForm({ action, actor, typed, error }: AskProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(typed, name), errors: error?.fields });
  return (
    <Form action={action}>
      <p>{t(QUESTIONS.askNote)}</p>
      <Field {...shared("name")} label={QUESTIONS.name} autocomplete="name" maxLength={80} />
      <Field
        {...shared("email")}
        value={shared("email").value || (actor.kind === "user" ? actor.email : "")}
        label={QUESTIONS.email}
        type="email"
        inputMode="email"
        autocomplete="email"
        maxLength={254}
      />
      <Field {...shared("body")} label={QUESTIONS.yourBody} rows={4} maxLength={2_000} />
      <Button>{t(QUESTIONS.send)}</Button>
    </Form>
  );
}

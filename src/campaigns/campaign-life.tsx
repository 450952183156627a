import { isUnderWay } from "../domain/campaign.ts";
import { QUESTIONS } from "../questions/messages.ts";
import type { Question } from "../questions/queries.ts";
import { AnsweredQuestion } from "../questions/views.tsx";
import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { UPDATES } from "../updates/messages.ts";
import type { CampaignUpdate } from "../updates/queries.ts";
import { UpdateArticle } from "../updates/views.tsx";
import type { CampaignDetail } from "./queries.ts";

/** The latest of what a campaign's holder wrote to its donors and visitors. */
export type CampaignLife = {
  readonly updates: readonly CampaignUpdate[];
  readonly moreUpdates: boolean;
  readonly questions: readonly Question[];
  readonly moreQuestions: boolean;
};

type Props = { readonly campaign: CampaignDetail; readonly life: CampaignLife | undefined };

export function LatestUpdates({ campaign, life }: Props) {
  const t = useText();
  if (life === undefined || life.updates.length === 0) return null;
  return (
    <section id="actualites">
      <h2>{t(UPDATES.title)}</h2>
      {life.updates.map((update) => (
        <UpdateArticle update={update} level="h3" key={update.id} />
      ))}
      {life.moreUpdates && (
        <p>
          <a href={`/collectes/${campaign.slug}/actualites`}>{t(UPDATES.all)}</a>
        </p>
      )}
    </section>
  );
}

export function LatestQuestions({ campaign, life }: Props) {
  const t = useText();
  if (life === undefined) return null;
  const all = `/collectes/${campaign.slug}/questions`;
  return (
    <section id="questions">
      <h2>{t(QUESTIONS.title)}</h2>
      {life.questions.length === 0 && <p class="empty">{t(QUESTIONS.none)}</p>}
      <div class="stack">
        {life.questions.map((question) => (
          <AnsweredQuestion question={question} organisation={campaign.organisation.name} key={question.id} />
        ))}
      </div>
      <p class="buttons">
        {isUnderWay(campaign.state) && (
          <ButtonLink href={`${all}#poser`} kind="secondary">
            {t(QUESTIONS.ask)}
          </ButtonLink>
        )}
        {life.moreQuestions && (
          <ButtonLink href={all} kind="secondary">
            {t(QUESTIONS.all)}
          </ButtonLink>
        )}
      </p>
    </section>
  );
}

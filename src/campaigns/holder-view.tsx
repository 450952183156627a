import type { Actor } from "../domain/actor.ts";
import { isEditable, mayChange, nextState } from "../domain/campaign.ts";
import { CHECKLIST, type ChecklistItem } from "../domain/campaign-terms.ts";
import type { AppError } from "../errors.ts";
import type { SettlementProgress } from "../settlement/progress.ts";
import { SettlementSection } from "../settlement/progress-view.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton, ButtonLink, ErrorSummary } from "../ui/form.tsx";
import { Facts, Notice, StateTag, When } from "../ui/show.tsx";
import { CampaignProgress, lastMoment } from "./campaign-cards.tsx";
import { HOLDER, NEXT, OUTCOMES } from "./holder-messages.ts";
import { CHECKLIST_NAMES } from "./messages.ts";
import { PAGE } from "./public-messages.ts";
import type { CampaignDetail, Review } from "./queries.ts";
import { ReasonForm } from "./reason-form.tsx";
import { CampaignState } from "./state-tag.tsx";

type Props = {
  readonly actor: Actor;
  readonly campaign: CampaignDetail;
  readonly missing: readonly ChecklistItem[];
  readonly reviews: readonly Review[];
  /** While its pledges are being charged. */
  readonly settlement: SettlementProgress | undefined;
  readonly error?: AppError | undefined;
};

/** A campaign as its holder follows it: how it stands, what is missing, what the fund said. */
export function HolderView({ actor, campaign, missing, reviews, settlement, error }: Props) {
  const t = useText();
  const next = NEXT[campaign.state];
  const may = (action: "submit" | "cancel") =>
    nextState(campaign.state, action) !== undefined &&
    mayChange(actor, action, campaign.state, campaign.organisationId);
  return (
    <>
      <h1>{campaign.title}</h1>
      <p>
        <CampaignState state={campaign.state} />
      </p>
      <ErrorSummary error={error} />
      {next !== undefined && <Notice>{t(next)}</Notice>}
      <Reviews reviews={reviews} />
      {isEditable(campaign.state) && <Checklist campaign={campaign} missing={missing} maySubmit={may("submit")} />}
      <CampaignProgress {...campaign} />
      {settlement !== undefined && <SettlementSection progress={settlement} />}
      <Facts
        facts={[
          [HOLDER.project, <a href={`/mes-projets/${campaign.projectId}`}>{campaign.project.title}</a>],
          [PAGE.firstDay, <When at={campaign.startsAt} />],
          [PAGE.lastDay, <When at={lastMoment(campaign.deadlineAt)} />],
          [PAGE.donors, campaign.progress.donors],
        ]}
      />
      <p class="buttons">
        {isEditable(campaign.state) && (
          <ButtonLink href={`/mes-collectes/${campaign.id}/modification`} kind="secondary">
            {t(HOLDER.edit)}
          </ButtonLink>
        )}
        <ButtonLink href={`/collectes/${campaign.slug}`} kind="secondary">
          {t(campaign.openedAt === null ? HOLDER.preview : HOLDER.publicPage)}
        </ButtonLink>
        {campaign.openedAt !== null && (
          <ButtonLink href={`/mes-collectes/${campaign.id}/dons`} kind="secondary">
            {t(HOLDER.gifts)}
          </ButtonLink>
        )}
        <ButtonLink href={`/mes-collectes/${campaign.id}/livraisons`} kind="secondary">
          {t(HOLDER.deliveries)}
        </ButtonLink>
      </p>
      {may("cancel") && (
        <ReasonForm
          action={`/mes-collectes/${campaign.id}/annulation`}
          heading={HOLDER.cancel}
          note={HOLDER.cancelNote}
          label={HOLDER.reason}
          button={HOLDER.cancel}
          kind="danger"
        />
      )}
    </>
  );
}

type ChecklistProps = {
  readonly campaign: CampaignDetail;
  readonly missing: readonly ChecklistItem[];
  readonly maySubmit: boolean;
};

function Checklist({ campaign, missing, maySubmit }: ChecklistProps) {
  const t = useText();
  return (
    <>
      <h2>{t(HOLDER.checklist)}</h2>
      <ul class="plain">
        {CHECKLIST.map((item) => (
          <li id={item} key={item}>
            <StateTag
              label={missing.includes(item) ? HOLDER.missing : HOLDER.done}
              tone={missing.includes(item) ? "waiting" : "good"}
            />{" "}
            {t(CHECKLIST_NAMES[item])}
          </li>
        ))}
      </ul>
      {missing.length === 0 && maySubmit && (
        <>
          <p>{t(HOLDER.submitNote)}</p>
          <ActionButton action={`/mes-collectes/${campaign.id}/depot`} label={HOLDER.submit} />
        </>
      )}
      {missing.length === 0 && !maySubmit && <p>{t(HOLDER.ownerOnly)}</p>}
    </>
  );
}

/** What case officers wrote, newest first. */
export function Reviews({ reviews }: { readonly reviews: readonly Review[] }) {
  const t = useText();
  if (reviews.length === 0) return null;
  return (
    <>
      <h2>{t(HOLDER.reviews)}</h2>
      <ol class="stack">
        {reviews.map((review) => (
          <li key={review.id}>
            <strong>{t(OUTCOMES[review.outcome])}</strong>, <When at={review.createdAt} time />
            {review.message !== "" && <p class="typed">{review.message}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}

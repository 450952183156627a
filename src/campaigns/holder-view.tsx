import type { Actor } from "../domain/actor.ts";
import { isEditable, mayChange, nextState } from "../domain/campaign.ts";
import { CHECKLIST, type ChecklistItem } from "../domain/campaign-terms.ts";
import type { AppError } from "../errors.ts";
import type { MatchingOffer } from "../matching/queries.ts";
import type { GivingBack } from "../settlement/giving-back.ts";
import type { SettlementProgress } from "../settlement/progress.ts";
import { GivingBackSection, SettlementSection } from "../settlement/progress-view.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton, ButtonLink, ErrorSummary } from "../ui/form.tsx";
import { Facts, Notice, StateTag, When } from "../ui/show.tsx";
import { CampaignProgress, lastMoment } from "./campaign-cards.tsx";
import { ContentChanges } from "./content-changes.tsx";
import type { Dashboard } from "./dashboard-queries.ts";
import { DashboardView, Tasks } from "./dashboard-view.tsx";
import { HOLDER, NEXT, OUTCOMES } from "./holder-messages.ts";
import { CHECKLIST_NAMES } from "./messages.ts";
import { PAGE } from "./public-messages.ts";
import type { CampaignDetail, Review } from "./queries.ts";
import { ReasonForm } from "./reason-form.tsx";
import { ReviewChecks } from "./review-form.tsx";
import { CampaignState } from "./state-tag.tsx";
import { contentOf, type SubmittedContent } from "./submitted-content.ts";

type Props = {
  readonly actor: Actor;
  readonly campaign: CampaignDetail;
  readonly missing: readonly ChecklistItem[];
  readonly reviews: readonly Review[];
  /** While its pledges are being charged. */
  readonly settlement: SettlementProgress | undefined;
  /** While it gives its donors' money back, and afterwards. */
  readonly givingBack: GivingBack | undefined;
  /** Why it was suspended or cancelled. */
  readonly stopReason: string | undefined;
  /** Once donors have seen it. */
  readonly dashboard: Dashboard | undefined;
  readonly offers: readonly MatchingOffer[];
  /** What it said when the fund last judged it. */
  readonly judged: SubmittedContent | undefined;
  readonly error?: AppError | undefined;
};

/** A campaign as its holder follows it: how it stands, what is missing, what the fund said. */
export function HolderView(props: Props) {
  const { actor, campaign, missing, reviews, settlement, givingBack, stopReason, dashboard, offers, judged, error } =
    props;
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
      {next !== undefined && (
        <Notice>
          {t(next)} {campaign.state === "succeeded" && <a href="/subventions">{t(HOLDER.grants)}</a>}
        </Notice>
      )}
      {stopReason !== undefined && (
        <p>
          <strong>{t(HOLDER.reason)}</strong> {stopReason}
        </p>
      )}
      {dashboard !== undefined && <Tasks campaign={campaign} tasks={dashboard.tasks} />}
      <Reviews reviews={reviews} />
      {campaign.state === "changes_requested" && <ContentChanges judged={judged} now={contentOf(campaign)} />}
      {isEditable(campaign.state) && <Checklist campaign={campaign} missing={missing} maySubmit={may("submit")} />}
      <CampaignProgress {...campaign} />
      {settlement !== undefined && <SettlementSection progress={settlement} />}
      {givingBack !== undefined && <GivingBackSection progress={givingBack} />}
      <Facts
        facts={[
          [HOLDER.project, <a href={`/mes-projets/${campaign.projectId}`}>{campaign.project.title}</a>],
          [PAGE.firstDay, <When at={campaign.startsAt} />],
          [PAGE.lastDay, <When at={lastMoment(campaign.deadlineAt)} />],
          [PAGE.donors, campaign.progress.donors],
        ]}
      />
      <Links campaign={campaign} />
      {dashboard !== undefined && <DashboardView campaign={campaign} dashboard={dashboard} offers={offers} />}
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

/** Everything around the campaign, for its holder. */
function Links({ campaign }: { readonly campaign: CampaignDetail }) {
  const t = useText();
  const own = `/mes-collectes/${campaign.id}`;
  const isPublic = campaign.openedAt !== null;
  const links = [
    [`/collectes/${campaign.slug}`, isPublic ? HOLDER.publicPage : HOLDER.preview] as const,
    ...(isPublic
      ? ([
          [`${own}/dons`, HOLDER.gifts],
          [`${own}/actualites`, HOLDER.updates],
          [`${own}/questions`, HOLDER.questions],
        ] as const)
      : []),
    ...(isPublic && campaign.needs.length > 0 ? ([[`${own}/besoins`, HOLDER.needs]] as const) : []),
    ...(isPublic && campaign.rewards.length > 0 ? ([[`${own}/contreparties`, HOLDER.rewards]] as const) : []),
    [`${own}/livraisons`, HOLDER.deliveries] as const,
  ];
  return (
    <>
      {isEditable(campaign.state) && (
        <p class="buttons">
          <ButtonLink href={`${own}/modification`} kind="secondary">
            {t(HOLDER.edit)}
          </ButtonLink>
        </p>
      )}
      <p class="chips">
        {links.map(([href, label]) => (
          <a href={href} key={href}>
            {t(label)}
          </a>
        ))}
      </p>
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
            {missing.includes(item) ? (
              <a href={whereToMend(campaign, item)}>{t(CHECKLIST_NAMES[item])}</a>
            ) : (
              t(CHECKLIST_NAMES[item])
            )}
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

/** The field of the form that holds what is missing. */
function whereToMend({ id, projectId, organisationId }: CampaignDetail, item: ChecklistItem): string {
  switch (item) {
    case "place":
      return `/mes-projets/${projectId}/modification#placeSearch`;
    case "budget":
      return `/mes-projets/${projectId}/modification#budgetLines`;
    case "funding-plan":
      return `/mes-projets/${projectId}/modification#fundingLines`;
    case "organisation-identity":
      return `/structures/${organisationId}/modification#siret`;
    case "start-not-past":
      return `/mes-collectes/${id}/modification#startsOn`;
    case "deadline-ahead":
      return `/mes-collectes/${id}/modification#deadlineOn`;
  }
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
            <ReviewChecks checks={review.checks} />
          </li>
        ))}
      </ol>
    </>
  );
}

import type { AwaitedMatches } from "../domain/awaited-matches.ts";
import { acceptsPledges, wasOpened } from "../domain/campaign.ts";
import { MatchingOffers } from "../matching/offers.tsx";
import type { MatchingOffer } from "../matching/queries.ts";
import { BudgetTable, Paragraphs } from "../projects/plan-view.tsx";
import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Euros, Facts, Notice, When, Words } from "../ui/show.tsx";
import { CampaignProgress, lastMoment } from "./campaign-cards.tsx";
import { PlaceCards, RewardCards } from "./campaign-parts.tsx";
import { CATEGORY_NAMES, MODE_NAMES } from "./messages.ts";
import {
  awaitedExplained,
  CLOSED,
  DEADLINE_OVER,
  feeExplained,
  matchingExplained,
  modeExplained,
  PAGE,
  pendingExplained,
} from "./public-messages.ts";
import type { CampaignDetail } from "./queries.ts";

type Props = {
  readonly campaign: CampaignDetail;
  readonly offers: readonly MatchingOffer[];
  /** The fund's instant: whether a pledge is accepted is judged by it. */
  readonly now: Date;
  /** Matches on money that partners promised and that has not arrived (M9). */
  readonly awaited?: AwaitedMatches;
};

const isPreview = ({ openedAt, state }: CampaignDetail): boolean => openedAt === null && !wasOpened(state);

/** A campaign as donors see it. */
export function CampaignPage(props: Props) {
  const t = useText();
  return (
    <>
      {isPreview(props.campaign) && <Notice>{t(PAGE.preview)}</Notice>}
      <h1>{props.campaign.title}</h1>
      <CampaignBody {...props} />
    </>
  );
}

/** The same below its title, for a page that has its own. */
export function CampaignBody({ campaign, offers, now, awaited }: Props) {
  const t = useText();
  const open = acceptsPledges(campaign.state, campaign.deadlineAt, now);
  const { organisation, project, needs } = campaign;
  return (
    <>
      <p class="lead">{project.summary}</p>
      <p>
        {t(PAGE.by)} <strong>{organisation.name}</strong>, {organisation.town}
        {campaign.category !== null && <Category category={campaign.category} />}
      </p>
      <Standing campaign={campaign} open={open} preview={isPreview(campaign)} />
      {awaited !== undefined && awaited.awaitedCents > 0n && campaign.state !== "succeeded" && (
        <p>{t(awaitedExplained(awaited, campaign))}</p>
      )}
      <h2>{t(PAGE.howItWorks)}</h2>
      {modeExplained(campaign, lastMoment(campaign.deadlineAt)).map((text) => (
        <p key={text.en}>{t(text)}</p>
      ))}
      <p>{t(matchingExplained(campaign.matchingCounts))}</p>
      <p>{t(feeExplained(campaign.declaredFeeBps))}</p>
      <h2>{t(PAGE.matching)}</h2>
      <MatchingOffers offers={offers} now={now} />
      <h2>{t(PAGE.story)}</h2>
      <Paragraphs text={campaign.pitch} />
      <Paragraphs text={project.description} />
      <BudgetTable {...project} />
      <PlaceCards places={project.places} />
      <RewardCards rewards={campaign.rewards} />
      {needs.length > 0 && (
        <>
          <h2>{t(PAGE.needs)}</h2>
          <ul>
            {needs.map((need, index) => (
              <li key={index}>
                {need.label} × {need.quantity}
              </li>
            ))}
          </ul>
        </>
      )}
      {open && <GiveLink slug={campaign.slug} />}
    </>
  );
}

const Category = ({ category }: { readonly category: NonNullable<CampaignDetail["category"]> }) => (
  <>
    {" · "}
    <Words text={CATEGORY_NAMES[category]} />
  </>
);

type StandingProps = { readonly campaign: CampaignDetail; readonly open: boolean; readonly preview: boolean };

/** How far it has come, until when, and whether one can give. */
function Standing({ campaign, open, preview }: StandingProps) {
  const t = useText();
  const { progress, stretchGoalsCents } = campaign;
  const closed = CLOSED[campaign.state] ?? (open || preview ? undefined : DEADLINE_OVER);
  return (
    <>
      <CampaignProgress {...campaign} />
      <Facts
        facts={[
          ...(campaign.state === "live" ? [] : ([[PAGE.firstDay, <When at={campaign.startsAt} />]] as const)),
          [PAGE.lastDay, <When at={lastMoment(campaign.deadlineAt)} />],
          [PAGE.donors, progress.donors],
          [PAGE.mode, t(MODE_NAMES[campaign.mode])],
          ...(progress.giftsPendingCents + progress.matchesPendingCents === 0n
            ? []
            : ([
                [PAGE.pending, t(pendingExplained(progress.giftsPendingCents, progress.matchesPendingCents))],
              ] as const)),
          ...(stretchGoalsCents.length === 0
            ? []
            : ([
                [PAGE.stretch, stretchGoalsCents.map((cents, index) => [index > 0 && ", ", <Euros cents={cents} />])],
              ] as const)),
        ]}
      />
      {closed !== undefined && <Notice>{t(closed)}</Notice>}
      {open && <GiveLink slug={campaign.slug} />}
    </>
  );
}

function GiveLink({ slug }: { readonly slug: string }) {
  const t = useText();
  return (
    <p>
      <ButtonLink href={`/collectes/${slug}/don`}>{t(PAGE.give)}</ButtonLink>
    </p>
  );
}

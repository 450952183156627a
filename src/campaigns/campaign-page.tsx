import type { AwaitedMatches } from "../domain/awaited-matches.ts";
import { acceptsPledges, wasOpened } from "../domain/campaign.ts";
import type { PaidSoFar } from "../grants/paid-so-far.ts";
import { MatchingOffers } from "../matching/offers.tsx";
import type { MatchingOffer } from "../matching/queries.ts";
import { Paragraphs } from "../projects/plan-view.tsx";
import { useText } from "../ui/context.ts";
import { Notice } from "../ui/show.tsx";
import { lastMoment } from "./campaign-cards.tsx";
import { type CampaignLife, LatestQuestions, LatestUpdates } from "./campaign-life.tsx";
import { Budget, PaidInstalments } from "./campaign-money.tsx";
import { Needs, PlaceCards, RewardCards } from "./campaign-parts.tsx";
import { GiveLink, Standing } from "./campaign-standing.tsx";
import { ChangeHistory } from "./change-views.tsx";
import { CATEGORY_NAMES } from "./messages.ts";
import {
  awaitedExplained,
  feeExplained,
  ifItFails,
  inDebitExplained,
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
  readonly awaited?: AwaitedMatches | undefined;
  /** Once the campaign has its grant. */
  readonly paid?: PaidSoFar | undefined;
  /** Once donors may see it. */
  readonly life?: CampaignLife | undefined;
};

const isPreview = ({ openedAt, state }: CampaignDetail): boolean => openedAt === null && !wasOpened(state);

/** A campaign as donors see it. */
export function CampaignPage(props: Props) {
  const t = useText();
  return (
    <>
      {isPreview(props.campaign) && <Notice>{t(PAGE.preview)}</Notice>}
      <Whereabouts campaign={props.campaign} />
      <h1>{props.campaign.title}</h1>
      <CampaignBody {...props} />
    </>
  );
}

/** The same below its title, for a page that has its own. Every section has an id, so that it can be linked to. */
export function CampaignBody({ campaign, offers, now, awaited, paid, life }: Props) {
  const t = useText();
  const open = acceptsPledges(campaign.state, campaign.deadlineAt, now);
  const { organisation, project, rewards } = campaign;
  return (
    <>
      <p class="lead">{project.summary}</p>
      <p>
        {t(PAGE.by)} <strong>{organisation.name}</strong>, {organisation.town}
      </p>
      <div class="beside">
        <Standing campaign={campaign} open={open} preview={isPreview(campaign)} now={now} />
        <div class="story">
          <section id="projet">
            <h2>{t(PAGE.story)}</h2>
            <Paragraphs text={campaign.pitch} />
            <Paragraphs text={project.description} />
          </section>
          <LatestUpdates campaign={campaign} life={life} />
          <PaidInstalments paid={paid} />
          <Matching campaign={campaign} offers={offers} now={now} awaited={awaited} open={open} />
          <Budget project={project} />
          <RewardCards rewards={rewards} />
          <PlaceCards places={project.places} />
          <Needs campaign={campaign} offering={life !== undefined} />
          <ChangeHistory changes={campaign.changes} />
          <HowItWorks campaign={campaign} />
          <LatestQuestions campaign={campaign} life={life} />
          {open && <GiveLink slug={campaign.slug} />}
        </div>
      </div>
    </>
  );
}

/** Above the title: what it is for, and where. */
function Whereabouts({ campaign }: Pick<Props, "campaign">) {
  const t = useText();
  const towns = [
    ...new Set(campaign.project.places.map((place) => `${place.communeName} (${place.departement ?? place.postcode})`)),
  ];
  const words = [...(campaign.category === null ? [] : [t(CATEGORY_NAMES[campaign.category])]), ...towns.slice(0, 3)];
  return words.length === 0 ? null : <p class="overline">{words.join(" · ")}</p>;
}

/** Who adds how much to gifts and what is left of it; what is certain and what is not yet. */
function Matching({ campaign, offers, now, awaited, open }: Omit<Props, "paid" | "life"> & { readonly open: boolean }) {
  const t = useText();
  const { giftsPendingCents, giftsInDebitCents, matchesPendingCents } = campaign.progress;
  return (
    <section id="abondements">
      <h2>{t(PAGE.matching)}</h2>
      <MatchingOffers offers={offers} now={now} isOver={campaign.openedAt !== null && !open} />
      <p>{t(matchingExplained(campaign.matchingCounts))}</p>
      {awaited !== undefined && awaited.awaitedCents > 0n && campaign.state !== "succeeded" && (
        <p>{t(awaitedExplained(awaited, campaign))}</p>
      )}
      {giftsPendingCents + matchesPendingCents > 0n && (
        <p>{t(pendingExplained(giftsPendingCents, matchesPendingCents))}</p>
      )}
      {giftsInDebitCents > 0n && <p>{t(inDebitExplained(giftsInDebitCents))}</p>}
    </section>
  );
}

function HowItWorks({ campaign }: Pick<Props, "campaign">) {
  const t = useText();
  const [whenCharged, ...shortfall] = modeExplained(campaign, lastMoment(campaign.deadlineAt));
  return (
    <>
      <section id="comment">
        <h2>{t(PAGE.howItWorks)}</h2>
        {whenCharged && <p>{t(whenCharged)}</p>}
        <p>{t(feeExplained(campaign.declaredFeeBps))}</p>
      </section>
      <section id="echec">
        <h2>{t(PAGE.ifItFails)}</h2>
        <p>{t(ifItFails(campaign.mode))}</p>
        {shortfall.map((text) => (
          <p key={text.en}>{t(text)}</p>
        ))}
      </section>
    </>
  );
}

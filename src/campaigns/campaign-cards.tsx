import { useText } from "../ui/context.ts";
import { Progress } from "../ui/progress.tsx";
import { Card, Cards, Facts, When } from "../ui/show.tsx";
import { besidesGoal, HOME } from "./public-messages.ts";
import type { CampaignCard } from "./queries.ts";
import type { PublicCard } from "./search-campaigns.ts";
import { SEARCH } from "./search-messages.ts";

/** Live campaigns, each with where it is, what it has and until when. */
export function CampaignCards({ campaigns }: { readonly campaigns: readonly PublicCard[] }) {
  const t = useText();
  return (
    <Cards>
      {campaigns.map((campaign) => (
        <Card title={campaign.title} href={`/collectes/${campaign.slug}`} key={campaign.id}>
          <p class="overline">{campaign.towns.slice(0, 2).join(" · ")}</p>
          <p>{campaign.summary}</p>
          <CampaignProgress {...campaign} />
          <Facts
            facts={[
              [HOME.until, <When at={lastMoment(campaign.deadlineAt)} />],
              [HOME.donors, campaign.progress.donors],
            ]}
          />
          {campaign.isMatched && (
            <p>
              <span class="tag match">{t(SEARCH.isMatched)}</span>
            </p>
          )}
        </Card>
      ))}
    </Cards>
  );
}

/** The bar, with matching in it only where it counts (P6); elsewhere matching is said beside it. */
export function CampaignProgress(campaign: Pick<CampaignCard, "progress" | "goalCents" | "matchingCounts">) {
  const t = useText();
  const { progress, goalCents, matchingCounts } = campaign;
  const { giftsFirmCents, giftsPendingCents, matchesCents, matchesPendingCents } = progress;
  return (
    <>
      <Progress
        giftsCents={giftsFirmCents}
        matchesCents={matchingCounts ? matchesCents : undefined}
        pendingCents={giftsPendingCents + (matchingCounts ? matchesPendingCents : 0n)}
        goalCents={goalCents}
      />
      {!matchingCounts && matchesCents > 0n && <p>{t(besidesGoal(matchesCents))}</p>}
    </>
  );
}

/** A deadline is the first instant too late: people read the day before it. */
export const lastMoment = (deadlineAt: Date): Date => new Date(deadlineAt.getTime() - 1);

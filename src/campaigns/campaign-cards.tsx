import { useText } from "../ui/context.ts";
import { Progress } from "../ui/progress.tsx";
import { Card, Cards, Facts, When } from "../ui/show.tsx";
import { besidesGoal, HOME } from "./public-messages.ts";
import type { CampaignCard } from "./queries.ts";

/** Live campaigns, each with what it has and until when. */
export const CampaignCards = ({ campaigns }: { readonly campaigns: readonly CampaignCard[] }) => (
  <Cards>
    {campaigns.map((campaign) => (
      <Card title={campaign.title} href={`/collectes/${campaign.slug}`} key={campaign.id}>
        <CampaignProgress {...campaign} />
        <Facts
          facts={[
            [HOME.until, <When at={lastMoment(campaign.deadlineAt)} />],
            [HOME.donors, campaign.progress.donors],
          ]}
        />
      </Card>
    ))}
  </Cards>
);

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

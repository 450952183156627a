import { useText } from "../ui/context.ts";
import { Card, Cards, Facts } from "../ui/show.tsx";
import { openingHours } from "./opening-hours.ts";
import { PAGE, piecesLeft, rewardFrom, rewardWorth } from "./public-messages.ts";
import type { CampaignDetail } from "./queries.ts";

/** Where the project takes place: address and opening hours. */
export function PlaceCards({ places }: Pick<CampaignDetail["project"], "places">) {
  const t = useText();
  if (places.length === 0) return null;
  return (
    <>
      <h2>{t(PAGE.places)}</h2>
      <Cards>
        {places.map((place) => (
          <Card title={place.name} key={place.id}>
            <Facts
              facts={[
                [PAGE.address, [place.address, place.addressComplement].filter(Boolean).join(", ")],
                [PAGE.commune, `${place.postcode} ${place.communeName}`],
                ...(place.openingHours === null
                  ? []
                  : ([[PAGE.hours, <Hours notation={place.openingHours} />]] as const)),
                ...(place.phone === null ? [] : ([[PAGE.phone, place.phone]] as const)),
              ]}
            />
          </Card>
        ))}
      </Cards>
    </>
  );
}

function Hours({ notation }: { readonly notation: string }) {
  const t = useText();
  return <>{openingHours(notation).map((rule, index) => [index > 0 && <br />, t(rule)])}</>;
}

/** Rewards with what is left of each (P9). */
export function RewardCards({ rewards }: Pick<CampaignDetail, "rewards">) {
  const t = useText();
  if (rewards.length === 0) return null;
  return (
    <>
      <h2>{t(PAGE.rewards)}</h2>
      <p>{t(PAGE.rewardsNote)}</p>
      <Cards>
        {rewards.map((reward) => (
          <Card title={reward.title} key={reward.id}>
            <p>
              <strong>{t(rewardFrom(reward.thresholdCents))}</strong>
            </p>
            {reward.fairValueCents > 0n && <p>{t(rewardWorth(reward.fairValueCents))}</p>}
            {reward.left !== null && reward.stock !== null && (
              <p>{t(reward.left > 0 ? piecesLeft(reward.left, reward.stock) : PAGE.soldOut)}</p>
            )}
          </Card>
        ))}
      </Cards>
    </>
  );
}

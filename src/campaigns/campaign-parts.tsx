import { isUnderWay } from "../domain/campaign.ts";
import { OFFERS } from "../offers/messages.ts";
import { placeHref } from "../places/place-href.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { formatDate, formatPhone } from "../ui/format.ts";
import { Card, Cards, Facts } from "../ui/show.tsx";
import { openingHours } from "./opening-hours.ts";
import { PAGE, piecesLeft, rewardFrom, rewardWorth } from "./public-messages.ts";
import type { CampaignDetail } from "./queries.ts";

/** Where the project takes place: address, opening hours, how to come. */
export function PlaceCards({ places }: Pick<CampaignDetail["project"], "places">) {
  const t = useText();
  if (places.length === 0) return null;
  return (
    <section id="lieux">
      <h2>{t(PAGE.places)}</h2>
      <Cards>
        {places.map((place) => (
          <Card title={place.name} href={placeHref(place.id)} key={place.id}>
            <Facts
              facts={[
                [PAGE.address, [place.address, place.addressComplement].filter(Boolean).join(", ")],
                [PAGE.commune, `${place.postcode} ${place.communeName}`],
                ...(place.openingHours === null
                  ? []
                  : ([[PAGE.hours, <Hours notation={place.openingHours} />]] as const)),
                ...(place.accessModes.length === 0 ? [] : ([[PAGE.access, place.accessModes.join(", ")]] as const)),
                ...(place.phone === null
                  ? []
                  : ([[PAGE.phone, <a href={`tel:${place.phone}`}>{formatPhone(place.phone)}</a>]] as const)),
                ...(place.accessibilityUrl === null
                  ? []
                  : ([
                      [
                        PAGE.accessibility,
                        <a href={place.accessibilityUrl} rel="nofollow noopener">
                          {t(PAGE.accessSheet)}
                        </a>,
                      ],
                    ] as const)),
              ]}
            />
          </Card>
        ))}
      </Cards>
    </section>
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
    <section id="contreparties">
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
    </section>
  );
}

type NeedsProps = {
  readonly campaign: Pick<CampaignDetail, "needs" | "slug" | "state">;
  /** People can offer what is missing; not on a preview. */
  readonly offering: boolean;
};

/** Things and help asked for besides money, and what of it is still missing. */
export function Needs({ campaign: { needs, slug, state }, offering }: NeedsProps) {
  const t = useText();
  const language = useLanguage();
  if (needs.length === 0) return null;
  const isOpen = offering && isUnderWay(state) && needs.some(({ left }) => left > 0);
  return (
    <section id="besoins">
      <h2>{t(PAGE.needs)}</h2>
      <ul>
        {needs.map((need) => (
          <li key={need.position}>
            {need.label} × {need.quantity}
            {need.neededOn !== null && <> ({t(OFFERS.neededBy(formatDate(need.neededOn, language)))})</>}
            {need.left < need.quantity && <> – {t(need.left > 0 ? OFFERS.stillMissing(need.left) : OFFERS.enough)}</>}
          </li>
        ))}
      </ul>
      {isOpen && (
        <p>
          <ButtonLink href={`/collectes/${slug}/besoins`} kind="secondary">
            {t(OFFERS.offer)}
          </ButtonLink>
        </p>
      )}
    </section>
  );
}

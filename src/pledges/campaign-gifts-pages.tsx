import { idParam } from "../http/id-param.ts";
import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { pageQuery } from "../http/pagination.ts";
import { MatchExplained } from "../matching/match-explained.tsx";
import { HOLDER } from "../refunds/holder-messages.ts";
import { HolderRequestState, holderPath } from "../refunds/holder-view.tsx";
import { useText } from "../ui/context.ts";
import { Euros, StateTag, When } from "../ui/show.tsx";
import { type CampaignGift, type CampaignGifts, listCampaignGifts } from "./campaign-gifts.ts";
import { GIFT_STATES, GIFTS } from "./campaign-gifts-messages.ts";

function GiftsOfCampaign({ gifts: { campaign, items, nextCursor } }: { readonly gifts: CampaignGifts }) {
  const t = useText();
  const own = `/mes-collectes/${campaign.id}`;
  return (
    <>
      <h1>{t(GIFTS.title)}</h1>
      <p>
        <a href={own}>{campaign.title}</a>
      </p>
      <p>{t(GIFTS.explained)}</p>
      {items.length === 0 && <p class="empty">{t(GIFTS.empty)}</p>}
      <ol class="stack plain">
        {items.map((gift) => (
          <li class="card" key={gift.id}>
            <Gift gift={gift} />
          </li>
        ))}
      </ol>
      {nextCursor !== null && (
        <p>
          <a href={`${own}/dons?suite=${encodeURIComponent(nextCursor)}`}>{t(GIFTS.older)}</a>
        </p>
      )}
    </>
  );
}

function Gift({ gift }: { readonly gift: CampaignGift }) {
  const t = useText();
  // What brought something first; the order within stays that of the rules.
  const ordered = gift.matches.toSorted((a, b) => Number(b.amountCents > 0n) - Number(a.amountCents > 0n));
  return (
    <>
      <h2>
        {gift.displayName ?? t(GIFTS.anonymous)} · <Euros cents={gift.amountCents} />
      </h2>
      <p>
        <When at={gift.createdAt} time /> <StateTag label={GIFT_STATES[gift.state]} />
      </p>
      {gift.returnedCents > 0n && (
        <p>
          {t(GIFTS.returned)} <Euros cents={gift.returnedCents} />
        </p>
      )}
      <p>
        {t(GIFTS.matched)} <Euros cents={gift.matchCents} />
      </p>
      {ordered.map((match) => (
        <MatchExplained key={`${match.ruleId}-${match.cause}-${match.evaluatedAt.toISOString()}`} match={match} />
      ))}
      <HolderRequestState request={gift.refundRequest ?? undefined} />
      {gift.mayAskBack && (
        <p>
          <a href={holderPath(gift.id)}>{t(HOLDER.ask)}</a>
        </p>
      )}
    </>
  );
}

export const campaignGiftsPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mes-collectes/:campaignId/dons",
    access: "signed-in",
    run: async ({ deps, actor, params, query }) => {
      const cursor = field(query, "suite");
      const asked = pageQuery.parse(cursor === "" ? {} : { cursor });
      const gifts = await listCampaignGifts(deps, actor, { campaignId: idParam(params, "campaignId"), ...asked });
      return page(GIFTS.title, <GiftsOfCampaign gifts={gifts} />);
    },
  }),
];

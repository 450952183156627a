import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Euros, Facts, Notice, When } from "../ui/show.tsx";
import { CampaignProgress, lastMoment } from "./campaign-cards.tsx";
import { MODE_NAMES } from "./messages.ts";
import { CLOSED, DEADLINE_OVER, daysLeft, PAGE, promiseInShort } from "./public-messages.ts";
import type { CampaignDetail } from "./queries.ts";

type Props = {
  readonly campaign: CampaignDetail;
  readonly open: boolean;
  readonly preview: boolean;
  readonly now: Date;
};

/** How far it has come, until when, and the way to give; it stays in sight where there is room. */
export function Standing({ campaign, open, preview, now }: Props) {
  const t = useText();
  const { progress, stretchGoalsCents } = campaign;
  const closed = CLOSED[campaign.state] ?? (open || preview ? undefined : DEADLINE_OVER);
  return (
    <aside class="card giving" aria-labelledby="giving-title">
      <h2 class="visually-hidden" id="giving-title">
        {t(PAGE.standing)}
      </h2>
      <CampaignProgress {...campaign} />
      {open && (
        <>
          <p class="days-left">{t(daysLeft(campaign.deadlineAt, now))}</p>
          <GiveLink slug={campaign.slug} />
          <p class="hint">{t(promiseInShort(campaign.mode))}</p>
        </>
      )}
      {closed !== undefined && <Notice>{t(closed)}</Notice>}
      <Facts
        facts={[
          ...(campaign.state === "live" ? [] : ([[PAGE.firstDay, <When at={campaign.startsAt} />]] as const)),
          [PAGE.lastDay, <When at={lastMoment(campaign.deadlineAt)} />],
          [PAGE.donors, progress.donors],
          [PAGE.mode, t(MODE_NAMES[campaign.mode])],
          ...(stretchGoalsCents.length === 0
            ? []
            : ([
                [PAGE.stretch, stretchGoalsCents.map((cents, index) => [index > 0 && ", ", <Euros cents={cents} />])],
              ] as const)),
        ]}
      />
      {!preview && (
        <p class="links">
          <a href={`/collectes/${campaign.slug}/partager`}>{t(PAGE.share)}</a>
        </p>
      )}
    </aside>
  );
}

export function GiveLink({ slug }: { readonly slug: string }) {
  const t = useText();
  return (
    <p>
      <ButtonLink href={`/collectes/${slug}/don`}>{t(PAGE.give)}</ButtonLink>
    </p>
  );
}

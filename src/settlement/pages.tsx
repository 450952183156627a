import { type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Card } from "../ui/show.tsx";
import { type GivingBack, listGivingBack } from "./giving-back.ts";
import { GIVING_BACK, SETTLEMENT } from "./messages.ts";
import { listSettlements, type SettlementProgress } from "./progress.ts";
import { GivingBackFacts, SettlementFacts } from "./progress-view.tsx";

type Props = { readonly settlements: readonly SettlementProgress[]; readonly givingBack: readonly GivingBack[] };

function Settlements({ settlements, givingBack }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(SETTLEMENT.title)}</h1>
      <p>{t(SETTLEMENT.explained)}</p>
      {settlements.length === 0 && <p class="empty">{t(SETTLEMENT.none)}</p>}
      {settlements.map((progress) => (
        <Card
          level={2}
          title={progress.campaignTitle}
          href={`/mes-collectes/${progress.campaignId}`}
          key={progress.campaignId}
        >
          <SettlementFacts progress={progress} />
        </Card>
      ))}
      <h2>{t(GIVING_BACK.title)}</h2>
      <p>{t(GIVING_BACK.explained)}</p>
      {givingBack.length === 0 && <p class="empty">{t(GIVING_BACK.none)}</p>}
      {givingBack.map((progress) => (
        <Card
          level={3}
          title={progress.campaignTitle}
          href={`/mes-collectes/${progress.campaignId}`}
          key={progress.campaignId}
        >
          <GivingBackFacts progress={progress} />
        </Card>
      ))}
    </>
  );
}

/** Read again while charges or refunds leave. */
const REFRESH_SECONDS = 30;

export const settlementPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/denouements",
    access: "signed-in",
    run: async ({ deps, actor }) => {
      const settlements = await listSettlements(deps, actor);
      const givingBack = await listGivingBack(deps, actor);
      const moving = [
        ...settlements.map(({ perMinute }) => perMinute),
        ...givingBack.map(({ underWay }) => underWay),
      ].some((count) => count > 0);
      return page(
        SETTLEMENT.title,
        <Settlements settlements={settlements} givingBack={givingBack} />,
        moving ? { refreshSeconds: REFRESH_SECONDS } : {},
      );
    },
  }),
];

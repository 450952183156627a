import { type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Card } from "../ui/show.tsx";
import { SETTLEMENT } from "./messages.ts";
import { listSettlements, type SettlementProgress } from "./progress.ts";
import { SettlementFacts } from "./progress-view.tsx";

function Settlements({ settlements }: { readonly settlements: readonly SettlementProgress[] }) {
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
    </>
  );
}

/** Read again while charges leave. */
const REFRESH_SECONDS = 30;

export const settlementPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/denouements",
    access: "signed-in",
    run: async ({ deps, actor }) => {
      const settlements = await listSettlements(deps, actor);
      const moving = settlements.some(({ perMinute }) => perMinute > 0);
      return page(
        SETTLEMENT.title,
        <Settlements settlements={settlements} />,
        moving ? { refreshSeconds: REFRESH_SECONDS } : {},
      );
    },
  }),
];

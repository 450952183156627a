import { atStake } from "../domain/at-stake.ts";
import { cents } from "../domain/money.ts";
import type { MatchingOffer } from "../matching/queries.ts";
import { SOURCE_NAMES } from "../projects/messages.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { formatDate } from "../ui/format.ts";
import { Euros, Notice, Table } from "../ui/show.tsx";
import { DASHBOARD } from "./dashboard-messages.ts";
import type { CampaignTasks, Dashboard } from "./dashboard-queries.ts";
import { GiftsChart } from "./gifts-chart.tsx";
import type { CampaignDetail } from "./queries.ts";

type TaskProps = { readonly campaign: CampaignDetail; readonly tasks: CampaignTasks };

/** What waits for the holder, each with the way there. */
export function Tasks({ campaign, tasks }: TaskProps) {
  const t = useText();
  const language = useLanguage();
  const own = `/mes-collectes/${campaign.id}`;
  const waiting = [
    ...(campaign.state === "changes_requested" ? [[DASHBOARD.changes, `${own}/modification`] as const] : []),
    ...(tasks.questions > 0 ? [[DASHBOARD.questions(tasks.questions), `${own}/questions`] as const] : []),
    ...(tasks.offers > 0 ? [[DASHBOARD.offers(tasks.offers), `${own}/besoins`] as const] : []),
    ...(tasks.rewards > 0 ? [[DASHBOARD.rewards(tasks.rewards), `${own}/contreparties`] as const] : []),
    ...tasks.instalments.map(
      ({ id, label, dueOn }) => [DASHBOARD.instalment(label, formatDate(dueOn, language)), `/tranches/${id}`] as const,
    ),
  ];
  return (
    <section id="a-faire">
      <h2>{t(DASHBOARD.tasks)}</h2>
      {waiting.length === 0 ? (
        <p class="empty">{t(DASHBOARD.noTask)}</p>
      ) : (
        <ul>
          {waiting.map(([text, href]) => (
            <li key={href}>
              <a href={href}>{t(text)}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Props = {
  readonly campaign: CampaignDetail;
  readonly dashboard: Dashboard;
  readonly offers: readonly MatchingOffer[];
};

/** How gifts come in, where the money comes from, what partners add, and what declined charges would change. */
export function DashboardView({ campaign, dashboard, offers }: Props) {
  const t = useText();
  return (
    <>
      <section id="dons-par-jour">
        <h2>{t(DASHBOARD.perDay)}</h2>
        <GiftsChart days={dashboard.days} />
      </section>
      <Declined campaign={campaign} declined={dashboard.declined} />
      <Sources campaign={campaign} />
      {dashboard.matched.size + offers.length > 0 && (
        <section id="regles">
          <h2>{t(DASHBOARD.rules)}</h2>
          <Table
            caption={DASHBOARD.rulesSay}
            rows={rulesOf(dashboard.matched, offers)}
            columns={[
              { heading: DASHBOARD.rule, cell: (row) => t(row.sentence) },
              { heading: DASHBOARD.used, numeric: true, cell: (row) => <Euros cents={row.usedCents} /> },
              { heading: DASHBOARD.left, numeric: true, cell: (row) => <Euros cents={row.leftCents} /> },
            ]}
          />
        </section>
      )}
    </>
  );
}

/** The rules that still answer gifts, and in one line those that have ended. */
function rulesOf(matched: Dashboard["matched"], offers: readonly MatchingOffer[]) {
  const running = offers.map(({ ruleId, sentence, leftCents }) => ({
    sentence,
    leftCents: BigInt(leftCents),
    usedCents: matched.get(ruleId) ?? 0n,
  }));
  const known = new Set(offers.map(({ ruleId }) => ruleId));
  const ended = [...matched].filter(([ruleId]) => !known.has(ruleId)).reduce((sum, [, used]) => sum + used, 0n);
  return ended === 0n ? running : [...running, { sentence: DASHBOARD.endedRules, leftCents: 0n, usedCents: ended }];
}

function Sources({ campaign }: Pick<Props, "campaign">) {
  const t = useText();
  const { giftsFirmCents, giftsPendingCents, matchesCents, matchesPendingCents } = campaign.progress;
  const planned = campaign.project.fundingLines.filter(({ source }) => source !== "campaign");
  const rows = [
    { label: t(DASHBOARD.firmGifts), cents: giftsFirmCents },
    { label: t(DASHBOARD.matches), cents: matchesCents },
    ...(giftsPendingCents > 0n ? [{ label: t(DASHBOARD.pendingGifts), cents: giftsPendingCents }] : []),
    ...(matchesPendingCents > 0n ? [{ label: t(DASHBOARD.pendingMatches), cents: matchesPendingCents }] : []),
    ...planned.map(({ source, amountCents }) => ({
      label: `${t(SOURCE_NAMES[source])} (${t(DASHBOARD.planned)})`,
      cents: amountCents,
    })),
  ];
  return (
    <section id="origines">
      <h2>{t(DASHBOARD.sources)}</h2>
      <Table
        caption={DASHBOARD.sourcesToday}
        rows={rows}
        columns={[
          { heading: DASHBOARD.source, cell: (row) => row.label },
          { heading: DASHBOARD.amount, numeric: true, cell: (row) => <Euros cents={row.cents} /> },
        ]}
      />
    </section>
  );
}

function Declined({ campaign, declined }: Pick<Props, "campaign"> & Pick<Dashboard, "declined">) {
  const t = useText();
  const { charges, giftCents, matchCents, failed, failedCents } = declined;
  if (charges + failed === 0) return null;
  const stake = atStake({
    goalCents: cents(campaign.goalCents),
    matchingCounts: campaign.matchingCounts,
    giftsCents: campaign.progress.giftsFirmCents,
    matchesCents: campaign.progress.matchesCents,
    declinedCents: cents(giftCents),
    declinedMatchesCents: cents(matchCents),
  });
  const outcome = stake.missingCents > 0n ? DASHBOARD.goalMissed(stake.missingCents) : DASHBOARD.goalHolds;
  return (
    <section id="refus">
      <h2>{t(DASHBOARD.declined)}</h2>
      {charges > 0 && (
        <Notice tone={stake.decides ? "warning" : "info"}>
          <p>{t(DASHBOARD.declinedNow(charges, giftCents, matchCents))}</p>
          <p>
            <strong>
              {t(DASHBOARD.ifNotMended(stake.leftCents))}
              {", "}
              {t(outcome)}
            </strong>
          </p>
        </Notice>
      )}
      {failed > 0 && <p>{t(DASHBOARD.failed(failed, failedCents))}</p>}
    </section>
  );
}

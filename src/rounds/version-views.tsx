import type { Page } from "../http/pagination.ts";
import { useText } from "../ui/context.ts";
import { Euros, Facts, Table, When, Words } from "../ui/show.tsx";
import type { Comparison } from "./compare-versions.ts";
import type { PublishedLine } from "./line-queries.ts";
import { ROUND, reasonText } from "./page-messages.ts";
import type { ResultSummary } from "./queries.ts";

type Props = {
  readonly roundId: string;
  readonly result: ResultSummary;
  readonly lines: Page<PublishedLine>;
  readonly comparison: Comparison | undefined;
};

/** One version of a result: what it changed, and every gift under its code name (X6). */
export function VersionPage({ roundId, result, lines, comparison }: Props) {
  const t = useText();
  const own = `/tours/${roundId}/versions/${result.version}`;
  return (
    <>
      <h1>
        {t(ROUND.giftsTitle)}, {t(ROUND.version).toLowerCase()} {result.version}
      </h1>
      <p>
        <a href={`/tours/${roundId}`}>{t(ROUND.back)}</a>
      </p>
      <Facts
        facts={[
          [ROUND.closedOn, <When at={result.closedAt} time />],
          [ROUND.because, result.reason ?? t(ROUND.first)],
          [ROUND.budget, <Euros cents={result.budgetCents} />],
          [ROUND.shared, <Euros cents={result.sharedCents} />],
          [ROUND.inputHash, <code>{result.inputHash}</code>],
        ]}
      />
      {comparison !== undefined && <Changes comparison={comparison} />}
      <p>{t(ROUND.codes)}</p>
      <Table
        caption={ROUND.giftsTitle}
        titled
        rows={lines.items}
        columns={[
          { heading: ROUND.code, cell: (line) => <code>{line.code}</code> },
          { heading: ROUND.campaign, cell: (line) => <CampaignName line={line} /> },
          { heading: ROUND.amount, numeric: true, cell: (line) => <Published cents={line.giftCents} /> },
          { heading: ROUND.share, numeric: true, cell: (line) => <Published cents={line.amountCents} /> },
          { heading: ROUND.why, cell: (line) => t(reasonText(line.reason)) },
        ]}
      />
      {lines.nextCursor !== null && (
        <p>
          <a href={`${own}?suite=${encodeURIComponent(lines.nextCursor)}`}>{t(ROUND.moreGifts)}</a>
        </p>
      )}
    </>
  );
}

function Published({ cents }: { readonly cents: bigint | null }) {
  return cents === null ? <Words text={ROUND.hidden} /> : <Euros cents={cents} />;
}

function CampaignName({ line }: { readonly line: PublishedLine }) {
  if (line.campaignTitle === null) return <Words text={ROUND.hidden} />;
  return <a href={`/collectes/${line.campaignSlug}`}>{line.campaignTitle}</a>;
}

function Changes({ comparison }: { readonly comparison: Comparison }) {
  const t = useText();
  return (
    <section>
      <h2>{t(ROUND.compare)}</h2>
      <Table
        caption={ROUND.changedCampaigns}
        rows={comparison.campaigns}
        columns={[
          { heading: ROUND.campaign, cell: (row) => <a href={`/collectes/${row.slug}`}>{row.title}</a> },
          { heading: ROUND.before, numeric: true, cell: (row) => <Euros cents={row.beforeCents} /> },
          { heading: ROUND.after, numeric: true, cell: (row) => <Euros cents={row.afterCents} /> },
        ]}
      />
      <Table
        caption={ROUND.changedGifts}
        rows={comparison.gifts}
        columns={[
          { heading: ROUND.code, cell: ({ after }) => <code>{after.code}</code> },
          {
            heading: ROUND.before,
            numeric: true,
            cell: ({ before }) => <Published cents={before === undefined ? 0n : before.amountCents} />,
          },
          { heading: ROUND.after, numeric: true, cell: ({ after }) => <Published cents={after.amountCents} /> },
          { heading: ROUND.why, cell: ({ after }) => t(reasonText(after.reason)) },
        ]}
      />
      {comparison.changedGifts > comparison.gifts.length && <p>{t(ROUND.onlyFirst)}</p>}
    </section>
  );
}

import type { Page } from "../http/pagination.ts";
import { WhyMatch } from "../matching/match-explained.tsx";
import { MatchTag } from "../matching/match-tag.tsx";
import { useText } from "../ui/context.ts";
import { Euros, Table, When } from "../ui/show.tsx";
import type { CausedMatch } from "./match-queries.ts";
import { PARTNERS } from "./page-messages.ts";

type Props = { readonly agreementId: string; readonly page: Page<CausedMatch> };

/** Every match of an agreement's pots, to the gift that caused it, under a code name (X6). */
export function MatchList({ agreementId, page }: Props) {
  const t = useText();
  const own = `/partenaires/${agreementId}`;
  return (
    <>
      <h1>{t(PARTNERS.matches)}</h1>
      <p>
        <a href={own}>{t(PARTNERS.agreement)}</a>
      </p>
      <p>{t(PARTNERS.pseudonym)}</p>
      <Table
        caption={PARTNERS.matches}
        titled
        empty={PARTNERS.noMatch}
        rows={page.items}
        columns={[
          { heading: PARTNERS.date, cell: (row) => <When at={row.evaluatedAt} /> },
          {
            heading: PARTNERS.campaign,
            cell: (row) => <a href={`/collectes/${row.campaignSlug}`}>{row.campaignTitle}</a>,
          },
          { heading: PARTNERS.gift, cell: (row) => <Gift match={row} /> },
          { heading: PARTNERS.match, cell: (row) => <Amount match={row} />, numeric: true },
          { heading: PARTNERS.state, cell: (row) => <MatchTag state={row.state} /> },
        ]}
      />
      {page.nextCursor !== null && (
        <p>
          <a href={`${own}/abondements?suite=${encodeURIComponent(page.nextCursor)}`}>{t(PARTNERS.olderMatches)}</a>
        </p>
      )}
    </>
  );
}

/** What was answered, and what stands of it where a refund lowered it. */
function Amount({ match: { amountCents, standingCents } }: { readonly match: CausedMatch }) {
  const t = useText();
  return (
    <>
      <Euros cents={amountCents} />
      {standingCents > 0n && standingCents < amountCents && (
        <span class="hint">
          {" "}
          {t(PARTNERS.stands)} <Euros cents={standingCents} />
        </span>
      )}
    </>
  );
}

function Gift({ match }: { readonly match: CausedMatch }) {
  const t = useText();
  return (
    <>
      <Euros cents={match.giftCents} /> <code>{match.pseudonym}</code>
      <details>
        <summary>{t(PARTNERS.why)}</summary>
        <WhyMatch match={match} />
      </details>
    </>
  );
}

import { lastMoment } from "../campaigns/campaign-cards.tsx";
import { feeExplained, modeExplained } from "../campaigns/public-messages.ts";
import type { CampaignDetail } from "../campaigns/queries.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Quote, QuotedMatch } from "../matching/quote-match.ts";
import { useText } from "../ui/context.ts";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, Notice } from "../ui/show.tsx";
import type { PledgeForm } from "./forms.ts";
import { GIVE, wouldTrigger } from "./give-messages.ts";
import { KEPT_FIELDS } from "./read-gift-form.ts";

type Props = {
  readonly campaign: CampaignDetail;
  readonly gift: PledgeForm;
  readonly quote: Quote;
  readonly values: FormValues;
  /** Marks this screen: sent twice, it opens one pledge. */
  readonly request: string;
  readonly error?: AppError | undefined;
};

/** Second screen of a gift: total, what it would trigger, and what happens if the campaign fails; nothing is held yet. */
export function GiveCheck({ campaign, gift, quote, values, request, error }: Props) {
  const t = useText();
  const reward = campaign.rewards.find(({ id }) => id === gift.rewardId);
  return (
    <>
      <p class="overline">{t(GIVE.step2)}</p>
      <h1>{t(GIVE.checkTitle)}</h1>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [GIVE.yourGift, <Euros cents={gift.amountCents} />],
          ...(gift.tipCents > 0n ? ([[GIVE.tip, <Euros cents={gift.tipCents} />]] as const) : []),
          [
            GIVE.total,
            <strong>
              <Euros cents={gift.amountCents + gift.tipCents} />
            </strong>,
          ],
          ...(reward === undefined ? [] : ([[GIVE.reward, reward.title]] as const)),
        ]}
      />
      <h2>{t(GIVE.matchTitle)}</h2>
      <QuotedMatches quote={quote} />
      <h2>{t(GIVE.paymentTitle)}</h2>
      {modeExplained(campaign, lastMoment(campaign.deadlineAt)).map((text) => (
        <p key={text.en}>{t(text)}</p>
      ))}
      <p>{t(feeExplained(campaign.declaredFeeBps))}</p>
      <p>{t(GIVE.onward)}</p>
      <Form action={`/collectes/${campaign.slug}/don`}>
        {KEPT_FIELDS.map((name) => (
          <input type="hidden" name={name} value={field(values, name)} key={name} />
        ))}
        <input type="hidden" name="demande" value={request} />
        <input type="hidden" name="promis" value={String(quote.matchCents)} />
        <div class="buttons">
          <Button name="etape" value="payer">
            {t(GIVE.pay)}
          </Button>
          <Button kind="secondary" name="etape" value="modifier">
            {t(GIVE.change)}
          </Button>
        </div>
      </Form>
    </>
  );
}

function QuotedMatches({ quote }: { readonly quote: Quote }) {
  const t = useText();
  const given = quote.matches.filter((match) => match.amountCents > 0n);
  const later = quote.matches.filter((match) => match.isLater);
  const refused = quote.matches.filter((match) => match.amountCents === 0n && !match.isLater);
  return (
    <>
      {given.length === 0 && <p>{t(GIVE.noMatch)}</p>}
      {given.map((match) => (
        <Notice tone="success" key={match.ruleSentence.en}>
          <p>{t(wouldTrigger(match.partnerName, match.amountCents, quote.heldUntil))}</p>
          <Why match={match} />
        </Notice>
      ))}
      {later.map((match) => (
        <Notice key={match.ruleSentence.en}>
          <p>{match.details.map((detail) => t(detail)).join(" ")}</p>
          <details>
            <summary>{t(GIVE.rule)}</summary>
            <p>{t(match.ruleSentence)}</p>
          </details>
        </Notice>
      ))}
      {refused.map((match) => (
        <details key={match.ruleSentence.en}>
          <summary>{t(match.headline)}</summary>
          <p>{t(match.ruleSentence)}</p>
          <p>{match.details.map((detail) => t(detail)).join(" ")}</p>
        </details>
      ))}
    </>
  );
}

function Why({ match }: { readonly match: QuotedMatch }) {
  const t = useText();
  return (
    <details>
      <summary>{t(GIVE.why)}</summary>
      <p>{t(match.ruleSentence)}</p>
      {match.details.map((detail) => (
        <p key={detail.en}>{t(detail)}</p>
      ))}
    </details>
  );
}

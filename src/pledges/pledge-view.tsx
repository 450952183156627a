import { needsAuthentication } from "../domain/declines.ts";
import type { AppError } from "../errors.ts";
import type { Form as Typed } from "../http/page-kit.tsx";
import type { ExplainedMatch } from "../matching/explain-pledge.ts";
import { MatchExplained } from "../matching/match-explained.tsx";
import { ERASURE } from "../personal-data/messages.ts";
import { DonorRequest, type OwnRequest } from "../refunds/donor-request.tsx";
import { REFUND } from "../refunds/page-messages.ts";
import { useText } from "../ui/context.ts";
import { ActionButton, ButtonLink } from "../ui/form.tsx";
import { Euros, Facts, Notice, StateTag, When } from "../ui/show.tsx";
import { type Arrival, describePledge } from "./describe-pledge.ts";
import { METHOD } from "./link-messages.ts";
import { PLEDGE, REFUND_STATES, wayOutExplained } from "./page-messages.ts";
import type { PledgeDetail } from "./queries.ts";
import { SavedMethod } from "./saved-method.tsx";

type Props = {
  readonly pledge: PledgeDetail;
  readonly matches: readonly ExplainedMatch[];
  readonly arrival: Arrival;
  /** The secret of the link the donor came by, carried on by the page's buttons. */
  readonly cle: string | undefined;
  readonly mayRefund: boolean;
  readonly mayRevoke: boolean;
  readonly request: {
    readonly requests: readonly OwnRequest[];
    readonly typed: Typed;
    readonly error: AppError | undefined;
  };
};

/** A gift as its donor sees it: where it stands, what comes next, what it triggered and why. */
export function PledgeView({ pledge, matches, arrival, cle, mayRefund, mayRevoke, request }: Props) {
  const t = useText();
  const { state, tone, sentences } = describePledge(pledge, arrival);
  return (
    <>
      <h1>{t(PLEDGE.title)}</h1>
      <p>
        <StateTag label={state} tone={tone} />
      </p>
      {sentences.map((sentence) => (
        <p key={sentence.en}>{t(sentence)}</p>
      ))}
      {pledge.isDonor && <NextStep pledge={pledge} arrival={arrival} cle={cle} />}
      <GiftFacts pledge={pledge} />
      {pledge.isDonor && <SavedMethod pledge={pledge} isChanging={arrival.changing} cle={cle} />}
      <h2>{t(PLEDGE.matches)}</h2>
      <Matches matches={matches} />
      <Refunds refunds={pledge.refunds} />
      {!["expired", "cancelled", "failed"].includes(pledge.state) && (
        <p>
          <a href={`/dons/${pledge.id}/recu${cle === undefined ? "" : `?cle=${encodeURIComponent(cle)}`}`}>
            {t(pledge.isReceiptRuledOut ? PLEDGE.noReceipt : PLEDGE.receipt)}
          </a>
        </p>
      )}
      {pledge.isDonor && pledge.canBeCancelled && <Cancellation id={pledge.id} cle={cle} />}
      {pledge.isDonor && pledge.wayOut !== undefined && isRefundable(pledge) && (
        <WayOut id={pledge.id} cle={cle} until={pledge.wayOut.leaveUntil} />
      )}
      {pledge.isDonor && cle !== undefined && (
        <p>
          <a href={`/dons/${pledge.id}/effacement?cle=${cle}`}>{t(ERASURE.giftLink)}</a>
        </p>
      )}
      {pledge.isDonor && <DonorRequest pledgeId={pledge.id} cle={cle} canAsk={isRefundable(pledge)} {...request} />}
      {mayRefund && pledge.state === "captured" && (
        <p>
          <ButtonLink href={`/dons/${pledge.id}/remboursement`} kind="secondary">
            {t(REFUND.open)}
          </ButtonLink>
        </p>
      )}
      {mayRevoke && matches.some((match) => match.amountCents > 0n) && (
        <p>
          <a href={`/dons/${pledge.id}/abondements`}>{t(REFUND.matching)}</a>
        </p>
      )}
      {cle !== undefined && <p class="hint">{t(PLEDGE.keepLink)}</p>}
    </>
  );
}

const isRefundable = ({ state, capturedCents, returnedCents, disputedCents }: PledgeDetail) =>
  state === "captured" && disputedCents === 0n && returnedCents < capturedCents;

const keyFields = (cle: string | undefined) => (cle === undefined ? {} : { cle });

function NextStep({ pledge, arrival, cle }: Pick<Props, "pledge" | "arrival" | "cle">) {
  const t = useText();
  if (pledge.isHeld) return null;
  if (pledge.state === "action_required" && !arrival.returned)
    return (
      <ActionButton
        action={`/dons/${pledge.id}/confirmation`}
        label={needsAuthentication(pledge.lastDeclineCode) ? PLEDGE.confirm : METHOD.payAnother}
        fields={keyFields(cle)}
      />
    );
  const canPay = pledge.checkoutUrl !== null && pledge.checkoutExpiresAt > pledge.now && !arrival.returned;
  if (canPay && pledge.checkoutUrl !== null)
    return (
      <p>
        <ButtonLink href={pledge.checkoutUrl}>{t(PLEDGE.goOn)}</ButtonLink>
      </p>
    );
  const mayGiveAgain = pledge.campaign.state === "live" && ["expired", "cancelled", "failed"].includes(pledge.state);
  return mayGiveAgain ? (
    <p>
      <ButtonLink href={`/collectes/${pledge.campaign.slug}/don`}>{t(PLEDGE.giveAgain)}</ButtonLink>
    </p>
  ) : null;
}

function GiftFacts({ pledge }: Pick<Props, "pledge">) {
  const t = useText();
  const { campaign, tipCents, rewardTitle } = pledge;
  return (
    <Facts
      facts={[
        [PLEDGE.campaign, <a href={`/collectes/${campaign.slug}`}>{campaign.title}</a>],
        [PLEDGE.gift, <Euros cents={pledge.amountCents} />],
        ...(tipCents > 0n ? ([[PLEDGE.tip, <Euros cents={tipCents} />]] as const) : []),
        [PLEDGE.total, <Euros cents={pledge.amountCents + tipCents} />],
        ...(rewardTitle === null ? [] : ([[PLEDGE.reward, rewardTitle]] as const)),
        [PLEDGE.name, pledge.anonymous ? `${pledge.displayName} (${t(PLEDGE.anonymous)})` : pledge.displayName],
        [PLEDGE.madeOn, <When at={pledge.createdAt} time />],
      ]}
    />
  );
}

function Matches({ matches }: Pick<Props, "matches">) {
  const t = useText();
  if (matches.length === 0) return <p>{t(PLEDGE.rulesSilent)}</p>;
  // What brought something first; the order within stays that of the rules.
  const ordered = matches.toSorted((a, b) => Number(b.amountCents > 0n) - Number(a.amountCents > 0n));
  return (
    <ul class="stack">
      {ordered.map((match) => (
        <li class="card" key={`${match.ruleId}-${match.cause}-${match.evaluatedAt.toISOString()}`}>
          <MatchExplained match={match} />
        </li>
      ))}
    </ul>
  );
}

function Refunds({ refunds }: { readonly refunds: PledgeDetail["refunds"] }) {
  const t = useText();
  if (refunds.length === 0) return null;
  return (
    <>
      <h2>{t(PLEDGE.refunds)}</h2>
      <ul>
        {refunds.map((refund) => (
          <li key={refund.id}>
            <Euros cents={refund.amountCents} /> · {t(REFUND_STATES[refund.state])} ·{" "}
            <When at={refund.endedAt ?? refund.createdAt} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Cancellation({ id, cle }: { readonly id: string; readonly cle: string | undefined }) {
  const t = useText();
  return (
    <details>
      <summary>{t(PLEDGE.cancel)}</summary>
      <Notice tone="warning">
        <p>{t(PLEDGE.cancelExplained)}</p>
        <ActionButton action={`/dons/${id}/annulation`} label={PLEDGE.cancel} kind="danger" fields={keyFields(cle)} />
      </Notice>
    </details>
  );
}

/** The campaign changed after the gift: it goes back on the donor's word alone (P10). */
function WayOut({ id, cle, until }: { readonly id: string; readonly cle: string | undefined; readonly until: Date }) {
  const t = useText();
  return (
    <Notice tone="warning">
      <p>{t(wayOutExplained(until))}</p>
      <ActionButton action={`/dons/${id}/reprise`} label={PLEDGE.takeBack} kind="danger" fields={keyFields(cle)} />
    </Notice>
  );
}

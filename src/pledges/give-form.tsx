import { feeExplained, promiseInShort } from "../campaigns/public-messages.ts";
import type { CampaignDetail } from "../campaigns/queries.ts";
import type { AppError } from "../errors.ts";
import type { Visitor } from "../http/api-kit.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { MatchingOffers } from "../matching/offers.tsx";
import type { MatchingOffer } from "../matching/queries.ts";
import { CheckBox, Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { GIVE, giveTitle, rewardFrom, rewardValue } from "./give-messages.ts";

type Props = {
  readonly campaign: CampaignDetail;
  readonly offers: readonly MatchingOffer[];
  readonly now: Date;
  readonly actor: Visitor;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
};

/** First screen of a gift: how much, for what in return, from whom. */
export function GiveForm({ campaign, offers, now, actor, values, error }: Props) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  const rewards = campaign.rewards.filter((reward) => reward.left === null || reward.left > 0);
  return (
    <>
      <p class="overline">{t(GIVE.step1)}</p>
      <h1>{t(giveTitle(campaign.title))}</h1>
      <ErrorSummary error={error} />
      {offers.length > 0 && (
        <details>
          <summary>{t(GIVE.offers)}</summary>
          <MatchingOffers offers={offers} now={now} />
        </details>
      )}
      {actor.kind === "guest" && (
        <p>
          {t(GIVE.account)}{" "}
          <a href={`/connexion?retour=${encodeURIComponent(`/collectes/${campaign.slug}/don`)}`}>{t(GIVE.signIn)}</a>.
        </p>
      )}
      <Form action={`/collectes/${campaign.slug}/don`}>
        <MoneyField {...shared("amountCents")} label={GIVE.amount} />
        {rewards.length > 0 && (
          <Choice
            {...shared("rewardId")}
            legend={GIVE.reward}
            hint={GIVE.rewardHint}
            optional
            options={[
              { value: "", label: GIVE.noReward },
              ...rewards.map((reward) => ({
                value: reward.id,
                label: rewardFrom(reward.title, reward.thresholdCents),
                ...(reward.fairValueCents > 0n && { hint: rewardValue(reward.fairValueCents) }),
              })),
            ]}
          />
        )}
        <MoneyField
          {...shared("tipCents")}
          value={shared("tipCents").value || "0"}
          label={GIVE.tip}
          hint={GIVE.tipHint}
          optional
        />
        {actor.kind === "guest" && (
          <Field
            {...shared("email")}
            label={GIVE.email}
            hint={GIVE.emailHint}
            type="email"
            autocomplete="email"
            maxLength={254}
          />
        )}
        <Field
          {...shared("displayName")}
          label={GIVE.name}
          autocomplete="name"
          maxLength={80}
          optional={shared("anonymous").value === "on"}
        />
        <CheckBox name="anonymous" label={GIVE.anonymous} checked={shared("anonymous").value === "on"} />
        <p>{t(promiseInShort(campaign.mode))}</p>
        <p>{t(feeExplained(campaign.declaredFeeBps))}</p>
        <div id="total">
          <Button>{t(GIVE.next)}</Button>
        </div>
      </Form>
    </>
  );
}

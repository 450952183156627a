import type { NamedCampaign } from "../campaigns/named-campaign.ts";
import type { AppError } from "../errors.ts";
import { useText } from "../ui/context.ts";
import { Button, ButtonLink, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Table, When } from "../ui/show.tsx";
import { DELIVERY } from "./messages.ts";
import type { RewardToDeliver } from "./queries.ts";

type Props = {
  readonly campaign: NamedCampaign;
  readonly rewards: readonly RewardToDeliver[];
  readonly counts: { readonly toDo: number; readonly done: number };
  /** Which of the two lists. */
  readonly delivered: boolean;
  readonly mayMark: boolean;
  readonly next: string | undefined;
  readonly error: AppError | undefined;
};

/** Rewards to hand over, or that were: ticked one by one, marked together. */
export function RewardsToDeliver(props: Props) {
  const { campaign, counts, delivered, next, error } = props;
  const t = useText();
  const here = `/mes-collectes/${campaign.id}/contreparties`;
  const list = delivered ? `${here}?remises=1` : here;
  return (
    <>
      <p>
        <a href={`/mes-collectes/${campaign.id}`}>{campaign.title}</a>
      </p>
      <h1>{t(DELIVERY.title)}</h1>
      <p>{t(DELIVERY.explained)}</p>
      <ErrorSummary error={error} />
      <p class="buttons">
        <ButtonLink href={here} kind={delivered ? "secondary" : "primary"}>
          {t(DELIVERY.toDo)} ({counts.toDo})
        </ButtonLink>
        <ButtonLink href={`${here}?remises=1`} kind={delivered ? "primary" : "secondary"}>
          {t(DELIVERY.done)} ({counts.done})
        </ButtonLink>
        {counts.toDo + counts.done > 0 && (
          <ButtonLink href={`${here}/csv`} kind="secondary">
            {t(DELIVERY.csv)}
          </ButtonLink>
        )}
      </p>
      <Marking {...props} action={here} />
      {next !== undefined && (
        <p>
          <a href={`${list}${delivered ? "&" : "?"}suite=${next}`}>{t(DELIVERY.more)}</a>
        </p>
      )}
    </>
  );
}

function Marking({ rewards, delivered, mayMark, action }: Props & { readonly action: string }) {
  const t = useText();
  const table = (
    <Table
      caption={delivered ? DELIVERY.done : DELIVERY.toDo}
      empty={delivered ? DELIVERY.noneDone : DELIVERY.noneToDo}
      rows={rewards}
      columns={[
        {
          heading: DELIVERY.reward,
          cell: (one) =>
            mayMark ? (
              <label class="option">
                <input type="checkbox" name="pledgeIds" value={one.pledgeId} />
                <span>{one.reward}</span>
              </label>
            ) : (
              one.reward
            ),
        },
        { heading: DELIVERY.name, cell: (one) => one.name || t(DELIVERY.nameless) },
        { heading: DELIVERY.email, cell: (one) => <a href={`mailto:${one.email}`}>{one.email}</a> },
        { heading: DELIVERY.gift, numeric: true, cell: (one) => <Euros cents={one.amountCents} /> },
        { heading: DELIVERY.givenOn, cell: (one) => <When at={one.capturedAt} /> },
        ...(delivered
          ? [
              {
                heading: DELIVERY.deliveredOn,
                cell: (one: RewardToDeliver) => one.deliveredAt && <When at={one.deliveredAt} />,
              },
            ]
          : []),
      ]}
    />
  );
  if (!mayMark || rewards.length === 0) return table;
  return (
    <Form action={action}>
      <fieldset class="field" id="pledgeIds">
        <legend class="visually-hidden">{t(DELIVERY.choose)}</legend>
        {table}
      </fieldset>
      <Button name="delivered" value={delivered ? "no" : "yes"} kind={delivered ? "secondary" : "primary"}>
        {t(delivered ? DELIVERY.unmark : DELIVERY.mark)}
      </Button>
    </Form>
  );
}

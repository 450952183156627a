import type { Actor } from "../domain/actor.ts";
import { type CampaignAction, mayChange, nextState } from "../domain/campaign.ts";
import { permits } from "../domain/permissions.ts";
import type { ReviewCheck } from "../domain/review-checklist.ts";
import type { AppError } from "../errors.ts";
import type { Form } from "../http/page-kit.tsx";
import { field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { ErrorSummary } from "../ui/form.tsx";
import { Euros, Notice, Table, When } from "../ui/show.tsx";
import { lastMoment } from "./campaign-cards.tsx";
import { HOLDER, REVIEW } from "./holder-messages.ts";
import type { CampaignCard, CampaignDetail } from "./queries.ts";
import { ReasonForm } from "./reason-form.tsx";
import { ReviewForm } from "./review-form.tsx";
import { CampaignState } from "./state-tag.tsx";

type QueueProps = { readonly caption: Text; readonly campaigns: readonly CampaignCard[]; readonly empty?: Text };

/** Campaigns the fund's staff follow, one line each. */
export const CampaignTable = ({ caption, campaigns, empty }: QueueProps) => (
  <Table
    caption={caption}
    {...(empty === undefined ? {} : { empty })}
    rows={campaigns}
    columns={[
      { heading: REVIEW.campaign, cell: (one) => <a href={`/instruction/${one.id}`}>{one.title}</a> },
      { heading: REVIEW.state, cell: (one) => <CampaignState state={one.state} /> },
      { heading: REVIEW.from, cell: (one) => <When at={one.startsAt} /> },
      { heading: REVIEW.until, cell: (one) => <When at={lastMoment(one.deadlineAt)} /> },
      { heading: REVIEW.goal, cell: (one) => <Euros cents={one.goalCents} />, numeric: true },
      { heading: REVIEW.raised, cell: (one) => <Euros cents={one.progress.giftsFirmCents} />, numeric: true },
      { heading: REVIEW.matched, cell: (one) => <Euros cents={one.progress.matchesCents} />, numeric: true },
    ]}
  />
);

type DecisionProps = {
  readonly actor: Actor;
  readonly campaign: CampaignDetail;
  readonly typed: Form;
  readonly error?: AppError | undefined;
  /** The checklist of the round before. */
  readonly before: readonly ReviewCheck[];
};

type Decision = {
  readonly action: CampaignAction;
  readonly path: string;
  readonly heading: Text;
  readonly note?: Text;
  readonly label: Text;
  readonly name: "reason" | "message";
  readonly optional?: boolean;
  readonly kind?: "primary" | "secondary" | "danger";
};

const DECISIONS: readonly Decision[] = [
  {
    action: "resume",
    path: "reprise",
    heading: REVIEW.resume,
    note: REVIEW.resumeNote,
    label: HOLDER.reason,
    name: "reason",
  },
  {
    action: "suspend",
    path: "suspension",
    heading: REVIEW.suspend,
    note: REVIEW.suspendNote,
    label: HOLDER.reason,
    name: "reason",
    kind: "danger",
  },
  {
    action: "cancel",
    path: "annulation",
    heading: REVIEW.cancel,
    note: REVIEW.cancelNote,
    label: HOLDER.reason,
    name: "reason",
    kind: "danger",
  },
];

/** What this person may decide on this campaign now, each with its words. */
export function Decisions({ actor, campaign, typed, error, before }: DecisionProps) {
  const t = useText();
  const { id, state, organisationId } = campaign;
  const open = DECISIONS.filter(
    ({ action }) => nextState(state, action) !== undefined && mayChange(actor, action, state, organisationId),
  );
  const reviews = nextState(state, "approve") !== undefined && mayChange(actor, "approve", state, organisationId);
  const conflict =
    state === "submitted" && permits(actor, "campaign.review") && !mayChange(actor, "approve", state, organisationId);
  return (
    <>
      <ErrorSummary error={error} />
      {conflict && <Notice tone="warning">{t(REVIEW.conflict)}</Notice>}
      {reviews && <ReviewForm campaignId={id} before={before} typed={typed} error={error} />}
      {open.length > 0 && <h2>{t(REVIEW.stop)}</h2>}
      {open.map(({ action, path, heading, ...rest }) => (
        <ReasonForm
          {...rest}
          action={`/instruction/${id}/${path}`}
          heading={heading}
          button={heading}
          {...(typed.path === path ? { value: field(typed, rest.name), errors: error?.fields } : {})}
          key={action}
        />
      ))}
    </>
  );
}

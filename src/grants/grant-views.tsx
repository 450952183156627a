import { DisbursementTable } from "../disbursements/disbursement-table.tsx";
import type { DisbursementSummary } from "../disbursements/queries.ts";
import type { Actor } from "../domain/actor.ts";
import type { AppError } from "../errors.ts";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import type { ScheduleAmendment } from "../instalments/amendment-queries.ts";
import { ScheduleAmendments } from "../instalments/amendment-view.tsx";
import { Instalments } from "../instalments/instalment-table.tsx";
import type { Instalment } from "../instalments/read-schedule.ts";
import { useText } from "../ui/context.ts";
import { ErrorSummary } from "../ui/form.tsx";
import { Euros, Facts, StateTag, Table } from "../ui/show.tsx";
import { AgreementSummary, signingParty } from "./agreement-views.tsx";
import { Complements } from "./complement-views.tsx";
import { GRANT } from "./page-messages.ts";
import type { GrantDetail, GrantSummary } from "./queries.ts";

const stateOf = ({ holderSignedAt, fundSignedAt }: GrantSummary): Text =>
  holderSignedAt === null ? GRANT.toSign : fundSignedAt === null ? GRANT.toCountersign : GRANT.signed;

export const GrantTable = ({
  caption,
  titled,
  grants,
}: {
  readonly caption: Text;
  readonly titled?: boolean;
  readonly grants: readonly GrantSummary[];
}) => (
  <Table
    caption={caption}
    titled={titled === true}
    rows={grants}
    empty={GRANT.none}
    columns={[
      { heading: GRANT.campaign, cell: (grant) => <a href={`/subventions/${grant.id}`}>{grant.campaignTitle}</a> },
      { heading: GRANT.organisation, cell: (grant) => grant.organisationName },
      { heading: GRANT.amount, numeric: true, cell: (grant) => <Euros cents={grant.amountCents} /> },
      { heading: GRANT.paid, numeric: true, cell: (grant) => <Euros cents={grant.paidCents} /> },
      {
        heading: GRANT.state,
        cell: (grant) => <StateTag label={stateOf(grant)} tone={grant.fundSignedAt === null ? "waiting" : "good"} />,
      },
    ]}
  />
);

export function GrantList({ grants }: { readonly grants: Page<GrantSummary> }) {
  const t = useText();
  return (
    <>
      <h1>{t(GRANT.title)}</h1>
      <GrantTable caption={GRANT.title} titled grants={grants.items} />
      {grants.nextCursor !== null && (
        <p>
          <a href={`/subventions?suite=${encodeURIComponent(grants.nextCursor)}`}>{t({ fr: "Suite", en: "More" })}</a>
        </p>
      )}
    </>
  );
}

type GrantProps = {
  readonly actor: Actor;
  readonly grant: GrantDetail;
  readonly instalments: readonly Instalment[];
  readonly amendments: readonly ScheduleAmendment[];
  readonly disbursements: readonly DisbursementSummary[];
  readonly error?: AppError | undefined;
};

/** What refunds and disputes took or hold, where they do (F2, F4). */
const TAKEN = [
  [GRANT.reduced, "reducedCents"],
  [GRANT.frozen, "frozenCents"],
  [GRANT.owedBack, "owedBackCents"],
] as const;

/** The holder's page of its grant: amounts, agreement, payments, and what can be done now. */
export function GrantPage({ actor, grant, instalments, amendments, disbursements, error }: GrantProps) {
  const isToSign = signingParty(actor, grant) !== undefined;
  return (
    <>
      <h1>{grant.campaignTitle}</h1>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [GRANT.organisation, grant.organisationName],
          [GRANT.amount, <Euros cents={grant.amountCents} />],
          [GRANT.paid, <Euros cents={grant.paidCents} />],
          [GRANT.engaged, <Euros cents={grant.engagedCents} />],
          ...TAKEN.flatMap(([term, key]) => (grant[key] > 0n ? [[term, <Euros cents={grant[key]} />] as const] : [])),
          [GRANT.available, <Euros cents={grant.availableCents} />],
        ]}
      />
      {isToSign && <AgreementSummary actor={actor} grant={grant} />}
      <Instalments actor={actor} grant={grant} instalments={instalments} />
      <ScheduleAmendments actor={actor} grant={grant} instalments={instalments} amendments={amendments} />
      <DisbursementTable caption={GRANT.disbursements} rows={disbursements} empty={GRANT.noDisbursements} />
      <Complements actor={actor} grant={grant} />
      {!isToSign && <AgreementSummary actor={actor} grant={grant} />}
    </>
  );
}

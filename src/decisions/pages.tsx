import type { ComponentChildren } from "preact";
import { CampaignTable } from "../campaigns/review-view.tsx";
import { ApplicationTable } from "../committee/application-views.tsx";
import { SessionTable } from "../committee/committee-views.tsx";
import { COMMITTEE, OWN_GRANT } from "../committee/page-messages.ts";
import { ManualEntryTable } from "../corrections/views.tsx";
import { DisbursementTable } from "../disbursements/disbursement-table.tsx";
import { DisputeTable } from "../disputes/views.tsx";
import { GrantTable } from "../grants/grant-views.tsx";
import { type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { EvidenceTable, MissedTable } from "../instalments/instalment-table.tsx";
import { WithdrawalTable } from "../pots/withdrawal-table.tsx";
import { DifferenceTable } from "../reconciliation/difference-views.tsx";
import { ChangeTable } from "../safety/views.tsx";
import { BooksAlarm } from "../self-check/alarm.tsx";
import { ReportTable } from "../spending-reports/views.tsx";
import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Table } from "../ui/show.tsx";
import { DECISIONS } from "./messages.ts";
import { type Decisions, listDecisions } from "./queries.ts";

export const decisionPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/a-decider",
    access: "signed-in",
    run: async ({ deps, actor }) =>
      page(DECISIONS.title, <DecisionsPage waiting={await listDecisions(deps, actor)} />, { width: "wide" }),
  }),
];

function DecisionsPage({ waiting }: { readonly waiting: Decisions }) {
  const t = useText();
  const lists = Object.values(waiting).filter((one) => Array.isArray(one));
  return (
    <>
      <h1>{t(DECISIONS.title)}</h1>
      <BooksAlarm check={waiting.check} />
      {lists.every((list) => list.length === 0) && <p class="empty">{t(DECISIONS.nothing)}</p>}
      <Part rows={waiting.campaigns} title={DECISIONS.campaigns}>
        <CampaignTable caption={DECISIONS.campaigns} campaigns={waiting.campaigns} />
      </Part>
      <Part rows={waiting.applications} title={OWN_GRANT.toReview}>
        <ApplicationTable rows={waiting.applications} />
      </Part>
      <Part rows={waiting.sessions} title={COMMITTEE.waiting}>
        <SessionTable sessions={waiting.sessions} caption={COMMITTEE.waiting} />
      </Part>
      <Part rows={waiting.accounts} title={DECISIONS.accounts}>
        <AccountTable rows={waiting.accounts} />
      </Part>
      <Part rows={waiting.agreements} title={DECISIONS.agreements}>
        <GrantTable caption={DECISIONS.agreements} grants={waiting.agreements} />
      </Part>
      <Part rows={waiting.reports} title={DECISIONS.reports}>
        <ReportTable caption={DECISIONS.reports} reports={waiting.reports} />
      </Part>
      <Part rows={waiting.evidence} title={DECISIONS.evidence}>
        <EvidenceTable rows={waiting.evidence} />
      </Part>
      <Part rows={waiting.missed} title={DECISIONS.missed}>
        <MissedTable rows={waiting.missed} />
      </Part>
      <Part rows={waiting.toAuthorise} title={DECISIONS.toAuthorise}>
        <DisbursementTable caption={DECISIONS.toAuthorise} rows={waiting.toAuthorise} />
      </Part>
      <Part rows={waiting.toOrder} title={DECISIONS.toOrder}>
        <DisbursementTable caption={DECISIONS.toOrder} rows={waiting.toOrder} />
      </Part>
      <Part rows={waiting.toSend} title={DECISIONS.toSend}>
        <DisbursementTable caption={DECISIONS.toSend} rows={waiting.toSend} />
        <ButtonLink href="/virements">{t(DECISIONS.createFile)}</ButtonLink>
      </Part>
      <Part rows={waiting.withdrawalsToAuthorise} title={DECISIONS.withdrawalsToAuthorise}>
        <WithdrawalTable caption={DECISIONS.withdrawalsToAuthorise} rows={waiting.withdrawalsToAuthorise} />
      </Part>
      <Part rows={waiting.withdrawalsToOrder} title={DECISIONS.withdrawalsToOrder}>
        <WithdrawalTable caption={DECISIONS.withdrawalsToOrder} rows={waiting.withdrawalsToOrder} />
      </Part>
      <Part rows={waiting.withdrawalsToSend} title={DECISIONS.withdrawalsToSend}>
        <WithdrawalTable caption={DECISIONS.withdrawalsToSend} rows={waiting.withdrawalsToSend} />
        <ButtonLink href="/virements">{t(DECISIONS.createFile)}</ButtonLink>
      </Part>
      <Part rows={waiting.disputes} title={DECISIONS.disputes}>
        <DisputeTable caption={DECISIONS.disputes} rows={waiting.disputes} now={waiting.now} />
      </Part>
      <Part rows={waiting.safety} title={DECISIONS.safety}>
        <ChangeTable caption={DECISIONS.safety} changes={waiting.safety} />
      </Part>
      <Part rows={waiting.toExplain} title={DECISIONS.toExplain}>
        <DifferenceTable rows={waiting.toExplain} />
      </Part>
      <Part rows={waiting.toClose} title={DECISIONS.toClose}>
        <DifferenceTable rows={waiting.toClose} />
      </Part>
      <Part rows={waiting.entries} title={DECISIONS.entries}>
        <ManualEntryTable rows={waiting.entries} />
      </Part>
      {waiting.mayImport && (
        <ButtonLink href="/releves" kind="secondary">
          {t(DECISIONS.importStatement)}
        </ButtonLink>
      )}
    </>
  );
}

type PartProps = { readonly rows: readonly unknown[]; readonly title: Text; readonly children: ComponentChildren };

function Part({ rows, title, children }: PartProps) {
  const t = useText();
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>
        {t(title)} ({rows.length})
      </h2>
      {children}
    </section>
  );
}

const AccountTable = ({ rows }: { readonly rows: Decisions["accounts"] }) => (
  <Table
    caption={DECISIONS.accounts}
    rows={rows}
    columns={[
      {
        heading: DECISIONS.structure,
        cell: (row) => <a href={`/structures/${row.organisationId}`}>{row.organisationName}</a>,
      },
      { heading: DECISIONS.holder, cell: (row) => row.holderName },
      { heading: DECISIONS.account, cell: (row) => row.iban },
    ]}
  />
);

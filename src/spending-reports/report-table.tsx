import type { ReportStanding } from "../domain/spending-report.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { On, StateTag, Table } from "../ui/show.tsx";
import { STANDINGS, REPORT as TEXTS } from "./messages.ts";
import type { ReportSummary } from "./queries.ts";

const TONES = {
  "not-yet": "neutral",
  "to-write": "waiting",
  late: "bad",
  "to-examine": "waiting",
  accepted: "good",
} as const satisfies Record<ReportStanding, string>;

export const Standing = ({ standing }: { readonly standing: ReportStanding }) => (
  <StateTag label={STANDINGS[standing]} tone={TONES[standing]} />
);

const ReportTable = ({ caption, reports }: { readonly caption: Text; readonly reports: readonly ReportSummary[] }) => (
  <Table
    caption={caption}
    titled
    rows={reports}
    empty={TEXTS.none}
    columns={[
      {
        heading: TEXTS.campaign,
        cell: (one) => <a href={`/subventions/${one.grantId}/compte-rendu`}>{one.campaignTitle}</a>,
      },
      { heading: TEXTS.organisation, cell: (one) => one.organisationName },
      { heading: TEXTS.projectEnd, cell: (one) => <On date={one.endsOn} /> },
      { heading: TEXTS.dueOn, cell: (one) => <On date={one.dueOn} /> },
      { heading: TEXTS.state, cell: (one) => <Standing standing={one.standing} /> },
    ]}
  />
);

export function ReportList({ reports }: { readonly reports: readonly ReportSummary[] }) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.list)}</h1>
      <p>{t(TEXTS.listIntro)}</p>
      <ReportTable caption={TEXTS.list} reports={reports} />
    </>
  );
}

import { splitInProportion } from "../domain/split.ts";
import type { PaidSoFar } from "../grants/paid-so-far.ts";
import { PAGES, SOURCE_NAMES } from "../projects/messages.ts";
import { useText } from "../ui/context.ts";
import { Euros, Facts, Table, When } from "../ui/show.tsx";
import { PAGE } from "./public-messages.ts";
import type { CampaignDetail } from "./queries.ts";

type Plan = { readonly project: CampaignDetail["project"] };

/** The budget, with what one euro pays of each line, and the other money behind it. */
export function Budget({ project }: Plan) {
  const t = useText();
  const ofOneEuro = splitInProportion(
    100n,
    project.budgetLines.map((line) => line.amountCents),
  );
  const lines = project.budgetLines.map((line, index) => ({ ...line, share: ofOneEuro[index] ?? 0n }));
  return (
    <section id="budget">
      <h2>{t(PAGE.euro)}</h2>
      <Table
        caption={PAGES.budget}
        columns={[
          { heading: PAGES.expense, cell: (line) => line.label },
          { heading: PAGES.amount, cell: (line) => <Euros cents={line.amountCents} />, numeric: true },
          { heading: PAGE.ofOneEuro, cell: (line) => <Euros cents={line.share} />, numeric: true },
        ]}
        rows={[...lines, { label: t(PAGES.total), amountCents: project.totalCents, share: 100n }]}
      />
      <details>
        <summary>{t(PAGES.funding)}</summary>
        <Facts
          facts={project.fundingLines.map((line) => [SOURCE_NAMES[line.source], <Euros cents={line.amountCents} />])}
        />
      </details>
    </section>
  );
}

/** What the project was granted, and each instalment it was paid. */
export function PaidInstalments({ paid }: { readonly paid: PaidSoFar | undefined }) {
  const t = useText();
  if (paid === undefined) return null;
  return (
    <section id="versements">
      <h2>{t(PAGE.paidTitle)}</h2>
      <p>
        {t(PAGE.granted)}{" "}
        <strong>
          <Euros cents={paid.grantedCents} />
        </strong>
      </p>
      <Table
        caption={PAGE.payments}
        columns={[
          { heading: PAGE.paidOn, cell: (payment) => <When at={payment.paidAt} /> },
          { heading: PAGES.amount, cell: (payment) => <Euros cents={payment.amountCents} />, numeric: true },
        ]}
        rows={paid.payments}
        empty={PAGE.nothingPaid}
      />
    </section>
  );
}

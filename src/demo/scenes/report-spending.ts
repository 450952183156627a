import { readGrant } from "../../grants/queries.ts";
import { acceptReport } from "../../spending-reports/decide-report.ts";
import { readReport } from "../../spending-reports/queries.ts";
import { addReportFile } from "../../spending-reports/report-files.ts";
import { saveReport } from "../../spending-reports/save-report.ts";
import { submitReport } from "../../spending-reports/submit-report.ts";
import { formatEuros } from "../../ui/format.ts";
import { expectThat } from "../eventually.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

const UNSPENT_CENTS = 10_000n;
const INVOICE = "date;fournisseur;objet;montant\n2027-02-02;Atelier du Plateau;Câbles;38,40\n";

/** The holder reports what it spent, 100 € less than the grant; accepting it gives them back in the same transaction. */
export async function reportTheSpending({ deps }: Stage, grantId: string): Promise<Told> {
  const holder = await actAs(deps.db, "holder");
  const { amountCents, reducedCents } = await readGrant(deps, holder, grantId);
  const spentCents = amountCents - reducedCents - UNSPENT_CENTS;
  const { lines } = await readReport(deps, holder, grantId);
  await saveReport(deps, holder, {
    grantId,
    otherFundingCents: 0n,
    comment: "Les ateliers ont eu lieu.",
    lines: lines.map(({ position }, index) => ({ position, spentCents: index === 0 ? spentCents : 0n, comment: "" })),
  });
  await addReportFile(deps, holder, { grantId, file: { filename: "facture.csv", bytes: Buffer.from(INVOICE) } });
  await submitReport(deps, holder, { grantId });
  const officer = await actAs(deps.db, "caseOfficer");
  const { keptBackCents, toPotsCents } = await acceptReport(deps, officer, { grantId, note: "Merci." });
  expectThat(keptBackCents === UNSPENT_CENTS, {
    fr: `${formatEuros(keptBackCents, "fr")} reviennent, et non ${formatEuros(UNSPENT_CENTS, "fr")}`,
    en: `${formatEuros(keptBackCents, "en")} go back, not ${formatEuros(UNSPENT_CENTS, "en")}`,
  });
  return {
    told: {
      fr: `${formatEuros(keptBackCents, "fr")} non dépensés sont rendus, dont ${formatEuros(toPotsCents, "fr")} aux partenaires, le reste à la réserve du fonds.`,
      en: `${formatEuros(keptBackCents, "en")} not spent go back, ${formatEuros(toPotsCents, "en")} of them to partners, the rest to the fund’s reserve.`,
    },
  };
}

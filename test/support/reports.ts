import type { Deps } from "../../src/deps.ts";
import { readReport } from "../../src/spending-reports/queries.ts";
import { saveReport } from "../../src/spending-reports/save-report.ts";
import { submitReport } from "../../src/spending-reports/submit-report.ts";
import type { TestGrant } from "./grants.ts";

type Holder = Pick<TestGrant, "grantId" | "owner">;

/** Writes this much on the first line of the budget, and nothing on the others. */
export async function writeReport(deps: Deps, { grantId, owner }: Holder, spentCents: bigint, otherFundingCents = 0n) {
  const { lines } = await readReport(deps, owner, grantId);
  await saveReport(deps, owner, {
    grantId,
    otherFundingCents,
    comment: "",
    lines: lines.map(({ position }, index) => ({ position, spentCents: index === 0 ? spentCents : 0n, comment: "" })),
  });
}

export async function handInReport(deps: Deps, holder: Holder, spentCents: bigint, otherFundingCents = 0n) {
  await writeReport(deps, holder, spentCents, otherFundingCents);
  await submitReport(deps, holder.owner, { grantId: holder.grantId });
}

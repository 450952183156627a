import { listCampaignsForStaff } from "../campaigns/queries.ts";
import { listApplications } from "../committee/queries.ts";
import { listSessionsWaiting } from "../committee/waiting-queries.ts";
import { listManualEntries } from "../corrections/queries.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import { listDisbursements } from "../disbursements/queries.ts";
import { listDisputesToAnswer } from "../disputes/queries.ts";
import type { Actor } from "../domain/actor.ts";
import type { DisbursementState } from "../domain/disbursement.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { listGrantsToSign } from "../grants/queries.ts";
import { listEvidenceToExamine, listMissed } from "../instalments/waiting-queries.ts";
import { listAccountsToVerify } from "../organisations/queries.ts";
import { listWithdrawals } from "../pots/withdrawal-queries.ts";
import { listDifferences } from "../reconciliation/list-differences.ts";
import { listToConfirm } from "../safety/queries.ts";
import { lastBookCheck } from "../self-check/queries.ts";
import { listReportsToExamine } from "../spending-reports/queries.ts";

const MOST = 100;

/** Everything that waits for a decision this person's roles let them take. Members of organisations find nothing here. */
export async function listDecisions(deps: Deps, actor: Actor) {
  if (actor.kind !== "user" || actor.staffRoles.length === 0) throw notFound();
  const only = async <T>(action: Action, list: () => Promise<readonly T[]>): Promise<readonly T[]> =>
    permits(actor, action) ? await list() : [];
  const disbursementsIn = async (state: DisbursementState) =>
    (await listDisbursements(deps, actor, { limit: MOST, state })).items;
  const differences =
    permits(actor, "difference.explain") || permits(actor, "difference.close")
      ? (await listDifferences(deps, actor, { limit: MOST, open: true })).items
      : [];
  return {
    campaigns: await only("campaign.review", async () => {
      const page = await listCampaignsForStaff(deps, actor, ["submitted"], { limit: MOST });
      return page.items;
    }),
    applications: await only("own-grant.review", async () => {
      const page = await listApplications(deps, actor, { limit: MOST, states: ["submitted"] });
      return page.items;
    }),
    sessions: await listSessionsWaiting(deps, actor),
    accounts: await only("organisation.verify-bank-account", () => listAccountsToVerify(deps.db)),
    agreements: await listGrantsToSign(deps, actor),
    evidence: await listEvidenceToExamine(deps, actor),
    missed: await listMissed(deps, actor),
    reports: await listReportsToExamine(deps, actor),
    toAuthorise: await only("disbursement.authorise", () => disbursementsIn("requested")),
    toOrder: await only("disbursement.order", () => disbursementsIn("authorised")),
    toSend: await only("payment-file.create", async () =>
      (await disbursementsIn("ordered")).filter((one) => one.rail === "sepa"),
    ),
    withdrawalsToAuthorise: await only("disbursement.authorise", () => listWithdrawals(deps, actor, ["requested"])),
    withdrawalsToOrder: await only("disbursement.order", () => listWithdrawals(deps, actor, ["authorised"])),
    withdrawalsToSend: await only("payment-file.create", () => listWithdrawals(deps, actor, ["ordered"])),
    entries: await only("entry.confirm", async () =>
      (await listManualEntries(deps, actor, { limit: MOST, open: true })).items.filter(
        (one) => one.proposedBy !== actor.userId,
      ),
    ),
    disputes: await listDisputesToAnswer(deps, actor),
    now: await fundNow(deps.db),
    safety: await only("safety.change", () => listToConfirm(deps, actor)),
    check: await lastBookCheck(deps.db, deps.fundId),
    mayImport: permits(actor, "bank-statement.import"),
    toExplain: permits(actor, "difference.explain") ? differences.filter((one) => one.state === "open") : [],
    toClose: permits(actor, "difference.close")
      ? differences.filter((one) => one.state === "explained" && one.explainedBy !== actor.userId)
      : [],
  };
}

export type Decisions = Awaited<ReturnType<typeof listDecisions>>;

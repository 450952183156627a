import type { JobName } from "../src/jobs/catalogue.ts";
import { announceCardEndingsWorker } from "./announce-card-endings.ts";
import { announceDecisionsWorker } from "./announce-decisions.ts";
import { announceReceiptsWorker } from "./announce-receipts.ts";
import { announceStatementsWorker } from "./announce-statements.ts";
import { announceUpdateWorker } from "./announce-update.ts";
import { applyStripeEventWorker } from "./apply-stripe-event.ts";
import { backfillPotWorker } from "./backfill-pot.ts";
import { chargeCampaignWorker } from "./charge-campaign.ts";
import { chargePledgeWorker } from "./charge-pledge.ts";
import { checkBooksWorker } from "./check-books.ts";
import { executeTransferWorker } from "./execute-transfer.ts";
import { expireCheckoutWorker } from "./expire-checkout.ts";
import { forgetMethodWorker } from "./forget-method.ts";
import { forgetOldAnswersWorker } from "./forget-old-answers.ts";
import { reconcileStripeWorker } from "./reconcile-stripe.ts";
import { remindDifferencesWorker } from "./remind-differences.ts";
import { remindGrantsWorker } from "./remind-grants.ts";
import { remindInstalmentsWorker } from "./remind-instalments.ts";
import { replayMatchingWorker } from "./replay-matching.ts";
import { returnCancelledWorker } from "./return-cancelled.ts";
import { reverseTransferWorker } from "./reverse-transfer.ts";
import { reviewPartnerReceiptsWorker } from "./review-partner-receipts.ts";
import { reviewReceiptWorker } from "./review-receipt.ts";
import { sealEntriesWorker } from "./seal-entries.ts";
import { sendDisputeAnswerWorker } from "./send-dispute-answer.ts";
import { sendMailWorker } from "./send-mail.ts";
import { sendRefundWorker } from "./send-refund.ts";
import { settleCampaignWorker } from "./settle-campaign.ts";
import { sweepAgreementsWorker } from "./sweep-agreements.ts";
import { sweepBackfillWorker } from "./sweep-backfill.ts";
import { sweepCampaignsWorker } from "./sweep-campaigns.ts";
import { sweepChargesWorker } from "./sweep-charges.ts";
import { sweepCheckoutsWorker } from "./sweep-checkouts.ts";
import { sweepFundCallsWorker } from "./sweep-fund-calls.ts";
import { sweepPotCashWorker } from "./sweep-pot-cash.ts";
import { sweepReceiptsWorker } from "./sweep-receipts.ts";
import { sweepRoundsWorker } from "./sweep-rounds.ts";
import { sweepStripeWorker } from "./sweep-stripe.ts";
import { sweepTransfersWorker } from "./sweep-transfers.ts";
import { sweepUpdatesWorker } from "./sweep-updates.ts";
import { unwindCampaignWorker } from "./unwind-campaign.ts";
import { unwindPledgeWorker } from "./unwind-pledge.ts";
import { verifyEvidenceWorker } from "./verify-evidence.ts";
import { voidPledgeWorker } from "./void-pledge.ts";
import type { WorkerDeps } from "./worker-deps.ts";

export type Handler = (deps: WorkerDeps) => (job: { readonly data: unknown }) => Promise<void>;

/** What each job runs: leaving one out does not compile. */
export const HANDLERS: Readonly<Record<JobName, Handler>> = {
  "apply-stripe-event": applyStripeEventWorker,
  "expire-checkout": expireCheckoutWorker,
  "charge-pledge": chargePledgeWorker,
  "void-pledge": voidPledgeWorker,
  "charge-campaign": chargeCampaignWorker,
  "unwind-campaign": unwindCampaignWorker,
  "forget-method": forgetMethodWorker,
  "unwind-pledge": unwindPledgeWorker,
  "send-refund": sendRefundWorker,
  "send-dispute-answer": sendDisputeAnswerWorker,
  "settle-campaign": settleCampaignWorker,
  "backfill-pot": backfillPotWorker,
  "execute-transfer": executeTransferWorker,
  "reverse-transfer": reverseTransferWorker,
  "announce-update": announceUpdateWorker,
  "send-mail": sendMailWorker,
  "sweep-campaigns": sweepCampaignsWorker,
  "sweep-updates": sweepUpdatesWorker,
  "sweep-checkouts": sweepCheckoutsWorker,
  "sweep-charges": sweepChargesWorker,
  "sweep-backfill": sweepBackfillWorker,
  "sweep-transfers": sweepTransfersWorker,
  "sweep-pot-cash": sweepPotCashWorker,
  "sweep-fund-calls": sweepFundCallsWorker,
  "sweep-rounds": sweepRoundsWorker,
  "sweep-stripe": sweepStripeWorker,
  "reconcile-stripe": reconcileStripeWorker,
  "seal-entries": sealEntriesWorker,
  "review-receipt": reviewReceiptWorker,
  "review-partner-receipts": reviewPartnerReceiptsWorker,
  "sweep-receipts": sweepReceiptsWorker,
  "check-books": checkBooksWorker,
  "sweep-agreements": sweepAgreementsWorker,
  "announce-decisions": announceDecisionsWorker,
  "announce-receipts": announceReceiptsWorker,
  "remind-grants": remindGrantsWorker,
  "remind-differences": remindDifferencesWorker,
  "remind-instalments": remindInstalmentsWorker,
  "return-cancelled": returnCancelledWorker,
  "verify-evidence": verifyEvidenceWorker,
  "announce-statements": announceStatementsWorker,
  "replay-matching": replayMatchingWorker,
  "announce-card-endings": announceCardEndingsWorker,
  "forget-old-answers": forgetOldAnswersWorker,
};

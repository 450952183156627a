import { approveTheDisbursement } from "./scenes/approve-disbursement.ts";
import { type Closing, closeTheBooks } from "./scenes/close-books.ts";
import { collectPledges } from "./scenes/collect-pledges.ts";
import { confirmByLink } from "./scenes/confirm-by-link.ts";
import { endTheWindow } from "./scenes/end-window.ts";
import { fundThePots } from "./scenes/fund-pots.ts";
import { gatherPeople } from "./scenes/gather-people.ts";
import { importThePlaces } from "./scenes/import-places.ts";
import { loseAMessage } from "./scenes/lose-message.ts";
import { openTheCampaign } from "./scenes/open-campaign.ts";
import { passTheDeadline } from "./scenes/pass-deadline.ts";
import { importTheStatement, writePaymentFile } from "./scenes/pay-by-bank.ts";
import { payOut } from "./scenes/pay-out.ts";
import { reconcileFees } from "./scenes/reconcile-fees.ts";
import { reportTheSpending } from "./scenes/report-spending.ts";
import { retryTheCards } from "./scenes/retry-cards.ts";
import { showTheEvidence } from "./scenes/show-evidence.ts";
import { signTheAgreement } from "./scenes/sign-agreement.ts";
import type { Stage } from "./stage.ts";
import type { Teller } from "./tell.ts";
import { TITLES } from "./titles.ts";

/** From a file of places to a paid grant. Every scene waits until what it tells has come true. */
export async function playStory(stage: Stage, placesFile: string, tell: Teller): Promise<Closing> {
  const organisations = await tell(TITLES.people, () => gatherPeople(stage));
  const { place } = await tell(TITLES.places, () => importThePlaces(stage, placesFile));
  const { bankCents } = await tell(TITLES.pots, () => fundThePots(stage, organisations, place.departement));

  const { campaign } = await tell(TITLES.campaign, () => openTheCampaign(stage, organisations.holder, place.id));
  const { unpaidUrl } = await tell(TITLES.pledges, () => collectPledges(stage, campaign.id));
  await tell(TITLES.lost, () => loseAMessage(stage, campaign.id, unpaidUrl));

  await tell(TITLES.deadline, () => passTheDeadline(stage, campaign.id));
  await tell(TITLES.link, () => confirmByLink(stage, campaign.id));
  await tell(TITLES.retry, () => retryTheCards(stage, campaign.id));
  const { grantId } = await tell(TITLES.decision, () => endTheWindow(stage, campaign.id));

  await tell(TITLES.fees, () => reconcileFees(stage, campaign.id));
  const { payout } = await tell(TITLES.payout, () => payOut(stage));

  await tell(TITLES.agreement, () => signTheAgreement(stage, grantId));
  const { disbursementId } = await tell(TITLES.approval, () => approveTheDisbursement(stage, grantId));
  const { xml } = await tell(TITLES.file, () => writePaymentFile(stage));
  const day = { xml, payout, openingCents: bankCents, disbursementId };
  await tell(TITLES.statement, () => importTheStatement(stage, day));

  await tell(TITLES.evidence, () => showTheEvidence(stage, grantId));
  await tell(TITLES.report, () => reportTheSpending(stage, grantId));

  return await tell(TITLES.books, () => closeTheBooks(stage));
}

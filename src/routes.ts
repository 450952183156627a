import { agreementApi } from "./agreements/api.ts";
import { agreementLifePages } from "./agreements/pages.tsx";
import { auditApi } from "./audit/api.ts";
import { auditPages } from "./audit/pages.tsx";
import { campaignApi } from "./campaigns/api.ts";
import { campaignPages } from "./campaigns/pages.ts";
import { committeeApi } from "./committee/api.ts";
import { ownGrantPages } from "./committee/pages.ts";
import { contactPages } from "./contact/pages.tsx";
import { correctionApi } from "./corrections/api.ts";
import { correctionPages } from "./corrections/pages.tsx";
import { deMinimisPages } from "./de-minimis/pages.tsx";
import { decisionPages } from "./decisions/pages.tsx";
import { disbursementApi } from "./disbursements/api.ts";
import { disbursementPages } from "./disbursements/pages.tsx";
import { disputeApi } from "./disputes/api.ts";
import { disputePages } from "./disputes/pages.tsx";
import { feedRoutes } from "./feeds/open-routes.ts";
import { grantApi } from "./grants/api.ts";
import { grantPages } from "./grants/pages.tsx";
import type { ApiRoute } from "./http/api-kit.ts";
import type { OpenRoute } from "./http/open-kit.ts";
import type { PageRoute } from "./http/page-kit.tsx";
import { identityApi } from "./identity/api.ts";
import { supportPages } from "./impersonation/pages.tsx";
import { instalmentApi } from "./instalments/api.ts";
import { instalmentPages } from "./instalments/pages.tsx";
import { booksApi } from "./ledger/api.ts";
import { booksPages } from "./ledger/pages.tsx";
import { legalPages } from "./legal/pages.tsx";
import { revocationApi } from "./matching/revocation-api.ts";
import { revocationPages } from "./matching/revocation-pages.tsx";
import { offerPages } from "./offers/pages.tsx";
import { organisationApi } from "./organisations/api.ts";
import { organisationPages } from "./organisations/pages.ts";
import { parametersApi } from "./parameters/api.ts";
import { parameterPages } from "./parameters/pages.tsx";
import { partnerApi } from "./partners/api.ts";
import { partnerPages } from "./partners/pages.ts";
import { personalDataPages } from "./personal-data/pages.tsx";
import { placeApi } from "./places/api.ts";
import { placePages } from "./places/pages.tsx";
import { pledgeApi } from "./pledges/api.ts";
import { pledgePages } from "./pledges/pages.ts";
import { potApi } from "./pots/api.ts";
import { potPages } from "./pots/pages.tsx";
import { projectApi } from "./projects/api.ts";
import { projectPages } from "./projects/pages.tsx";
import { questionPages } from "./questions/pages.tsx";
import { receiptApi } from "./receipts/api.ts";
import { receiptPages } from "./receipts/pages.tsx";
import { partnerReceiptPages } from "./receipts/partner-pages.tsx";
import { yearPages } from "./receipts/year-pages.tsx";
import { bankApi } from "./reconciliation/bank-api.ts";
import { bankPages } from "./reconciliation/bank-pages.tsx";
import { dayApi } from "./reconciliation/day-api.ts";
import { dayPages } from "./reconciliation/day-pages.tsx";
import { payoutApi } from "./reconciliation/payout-api.ts";
import { payoutPages } from "./reconciliation/payout-pages.tsx";
import { stripeReconciliationApi } from "./reconciliation/stripe-api.ts";
import { refundApi } from "./refunds/api.ts";
import { refundPages } from "./refunds/pages.tsx";
import { rewardPages } from "./rewards/pages.tsx";
import { roundApi } from "./rounds/api.ts";
import { roundPages } from "./rounds/pages.tsx";
import { safetyApi } from "./safety/api.ts";
import { safetyPages } from "./safety/pages.tsx";
import { settlementApi } from "./settlement/api.ts";
import { settlementPages } from "./settlement/pages.tsx";
import { sharingRoutes } from "./sharing/open-routes.tsx";
import { sharingPages } from "./sharing/pages.tsx";
import { simulationApi } from "./simulation/api.ts";
import { simulationPages } from "./simulation/pages.tsx";
import { spendingReportApi } from "./spending-reports/api.ts";
import { spendingReportPages } from "./spending-reports/pages.tsx";
import { statementApi } from "./statements/api.ts";
import { statementPages } from "./statements/pages.tsx";
import { territoryApi } from "./territories/api.ts";
import { openDataRoutes } from "./transparency/open-routes.ts";
import { transparencyPages } from "./transparency/pages.tsx";
import { updatePages } from "./updates/pages.tsx";
import { yearEndApi } from "./year-end/api.ts";
import { yearEndPages } from "./year-end/pages.tsx";

/** Every JSON route under `/api/v1`: one line a module. */
export const apiRoutes: readonly ApiRoute[] = [
  ...identityApi,
  ...booksApi,
  ...correctionApi,
  ...yearEndApi,
  ...receiptApi,
  ...parametersApi,
  ...safetyApi,
  ...stripeReconciliationApi,
  ...payoutApi,
  ...auditApi,
  ...projectApi,
  ...campaignApi,
  ...committeeApi,
  ...grantApi,
  ...instalmentApi,
  ...spendingReportApi,
  ...disbursementApi,
  ...bankApi,
  ...dayApi,
  ...organisationApi,
  ...placeApi,
  ...territoryApi,
  ...agreementApi,
  ...partnerApi,
  ...simulationApi,
  ...statementApi,
  ...pledgeApi,
  ...settlementApi,
  ...potApi,
  ...refundApi,
  ...disputeApi,
  ...revocationApi,
  ...roundApi,
];

/** What programs and other sites read, alike for everybody: one line a module. */
export const openRoutes: readonly OpenRoute[] = [...openDataRoutes, ...feedRoutes, ...sharingRoutes];

/** Every HTML page but those of sign-in and account, which `createApp` adds: one line a module. */
export const pageRoutes: readonly PageRoute[] = [
  ...campaignPages,
  ...updatePages,
  ...questionPages,
  ...offerPages,
  ...rewardPages,
  ...pledgePages,
  ...settlementPages,
  ...refundPages,
  ...disputePages,
  ...revocationPages,
  ...projectPages,
  ...organisationPages,
  ...placePages,
  ...agreementLifePages,
  ...partnerPages,
  ...potPages,
  ...roundPages,
  ...simulationPages,
  ...statementPages,
  ...booksPages,
  ...correctionPages,
  ...yearEndPages,
  ...receiptPages,
  ...partnerReceiptPages,
  ...yearPages,
  ...parameterPages,
  ...safetyPages,
  ...auditPages,
  ...transparencyPages,
  ...sharingPages,
  ...personalDataPages,
  ...legalPages,
  ...contactPages,
  ...decisionPages,
  ...supportPages,
  ...ownGrantPages,
  ...grantPages,
  ...instalmentPages,
  ...deMinimisPages,
  ...spendingReportPages,
  ...disbursementPages,
  ...bankPages,
  ...dayPages,
  ...payoutPages,
];

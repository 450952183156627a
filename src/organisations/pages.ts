import type { PageRoute } from "../http/page-kit.tsx";
import { bankAccountPages } from "./bank-account-pages.tsx";
import { identityReviewPages } from "./identity-pages.tsx";
import { memberPages } from "./member-pages.tsx";
import { organisationFormPages } from "./organisation-pages.tsx";

export const organisationPages: readonly PageRoute[] = [
  ...organisationFormPages,
  ...memberPages,
  ...bankAccountPages,
  ...identityReviewPages,
];

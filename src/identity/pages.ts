import type { PageRoute } from "../http/page-kit.tsx";
import { accountPages } from "./account-pages.tsx";
import type { Auth } from "./auth.ts";
import { securityPages } from "./security-pages.tsx";
import { signInPages } from "./sign-in-pages.ts";
import type { DemoPerson } from "./sign-in-views.tsx";
import { staffPages } from "./staff-pages.tsx";
import { tokenPages } from "./token-pages.tsx";

/** The pages of people. They need better-auth, which only `createApp` has. */
export const identityPages = (auth: Auth, demoPeople: readonly DemoPerson[]): readonly PageRoute[] => [
  ...signInPages(auth, demoPeople),
  ...accountPages(auth),
  ...securityPages(auth),
  ...tokenPages,
  ...staffPages,
];

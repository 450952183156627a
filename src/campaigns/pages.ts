import type { PageRoute } from "../http/page-kit.tsx";
import { changePages } from "./change-pages.tsx";
import { holderPages } from "./holder-pages.tsx";
import { publicPages } from "./public-pages.tsx";
import { reviewPages } from "./review-pages.tsx";

export const campaignPages: readonly PageRoute[] = [...publicPages, ...holderPages, ...reviewPages, ...changePages];

import type { PageRoute } from "../http/page-kit.tsx";
import { agreementPages } from "./agreement-pages.tsx";
import { rulePages } from "./rule-pages.tsx";

export const partnerPages: readonly PageRoute[] = [...agreementPages, ...rulePages];

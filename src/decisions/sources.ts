import type { Source } from "./source.ts";
import { bookSources } from "./sources/books.ts";
import { grantSources } from "./sources/grants.ts";
import { partnerSources } from "./sources/partners.ts";
import { paymentSources } from "./sources/payments.ts";
import { projectSources } from "./sources/projects.ts";

/** Every kind of decision, in the order its filter stands on the page. */
export const SOURCES: readonly Source[] = [
  ...projectSources,
  ...grantSources,
  ...partnerSources,
  ...paymentSources,
  ...bookSources,
];

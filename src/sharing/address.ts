import type { Deps } from "../deps.ts";

/** Where a campaign is found from anywhere. */
export const campaignAddress = (deps: Pick<Deps, "baseUrl">, { slug }: { readonly slug: string }): string =>
  `${deps.baseUrl}/collectes/${slug}`;

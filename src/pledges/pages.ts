import type { PageRoute } from "../http/page-kit.tsx";
import { campaignGiftsPages } from "./campaign-gifts-pages.tsx";
import { givePages } from "./give-pages.tsx";
import { linkPages } from "./link-pages.tsx";
import { ownPages } from "./own-pages.tsx";
import { donPages } from "./pledge-pages.tsx";

export const pledgePages: readonly PageRoute[] = [
  ...givePages,
  ...donPages,
  ...linkPages,
  ...ownPages,
  ...campaignGiftsPages,
];

import type { PageRoute } from "../http/page-kit.tsx";
import { applicationPages } from "./application-pages.tsx";
import { committeePages } from "./committee-pages.tsx";

export const ownGrantPages: readonly PageRoute[] = [...applicationPages, ...committeePages];

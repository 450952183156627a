import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

/** Cents as both languages write them. */
export const eurosText = (cents: bigint): Text => ({ fr: formatEuros(cents, "fr"), en: formatEuros(cents, "en") });

import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

/** An amount in both languages, for the middle of a sentence. */
export const euros = (cents: bigint): Text => ({ fr: formatEuros(cents, "fr"), en: formatEuros(cents, "en") });

import { dayOf, dayStart } from "../campaigns/paris-days.ts";
import type { Text } from "../i18n/text.ts";
import { formatDate, formatInstant } from "../ui/format.ts";

const isMidnight = (at: Date) => dayStart(at).getTime() === at.getTime();

const day = (on: string): Text => ({ fr: formatDate(on, "fr"), en: formatDate(on, "en") });
const instant = (at: Date): Text => ({ fr: formatInstant(at, "fr"), en: formatInstant(at, "en") });

/** A start as people read it: the day that begins with it, or day and time where it begins none. */
export const fromMoment = (at: Date): Text => (isMidnight(at) ? day(dayOf(at)) : instant(at));

/** An end that is excluded: the last day before it, or day and time where it ends none. */
export const throughMoment = (at: Date): Text =>
  isMidnight(at) ? day(dayOf(new Date(at.getTime() - 1))) : instant(at);

import { startOfDay } from "../campaigns/paris-days.ts";

/** A calendar year of Europe/Paris: its first instant, and the first after it. */
export const parisYear = (year: number): { readonly startsAt: Date; readonly endsAt: Date } => ({
  startsAt: startOfDay(`${year}-01-01`),
  endsAt: startOfDay(`${year + 1}-01-01`),
});

/** A year in an address; undefined for anything else. */
export const yearTyped = (text: string | undefined): number | undefined =>
  /^20\d\d$/.test(text ?? "") ? Number(text) : undefined;

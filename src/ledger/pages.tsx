import { dayOf, endOfDay } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { lastBookCheck } from "../self-check/queries.ts";
import { BooksPage } from "./books-view.tsx";
import { invariantNames } from "./invariants.ts";
import { booksTexts as texts } from "./messages.ts";
import { readBooks } from "./read-books.ts";
import { sealHead } from "./sealed-entries.ts";
import { trialBalance } from "./trial-balance.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const booksPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/livres",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const { findings } = await readBooks(deps, actor);
      const check = await lastBookCheck(deps.db, deps.fundId);
      const asked = field(query, "jour");
      const day = DAY.test(asked) ? asked : "";
      const view = {
        findings: [
          ...findings,
          ...(check?.findings ?? []).filter(({ invariant }) => !invariantNames.includes(invariant)),
        ],
        checkedAt: check?.checkedAt,
        lines: await trialBalance(deps, actor, dayEnd(day)),
        day,
        year: Number(dayOf(await fundNow(deps.db)).slice(0, 4)),
        head: await sealHead(deps.db, deps.fundId),
      };
      return page(texts.title, <BooksPage {...view} />, { width: "wide" });
    },
  }),
];

/** Undefined where there is no such day. */
function dayEnd(day: string): Date | undefined {
  try {
    return day === "" ? undefined : endOfDay(day);
  } catch {
    return undefined;
  }
}

import { dayOf, endOfDay } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { yearTyped } from "../receipts/paris-year.ts";
import { lastBookCheck } from "../self-check/queries.ts";
import { BooksPage } from "./books-view.tsx";
import { exportFec, fecFilename } from "./export-fec.ts";
import { booksTexts as texts } from "./messages.ts";
import { readBooks } from "./read-books.ts";
import { recordedYears, sealHead } from "./sealed-entries.ts";
import { trialBalance } from "./trial-balance.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export const booksPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/livres",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      if (!permits(actor, "books.read")) throw notFound();
      const check = await lastBookCheck(deps.db, deps.fundId);
      const asked = field(query, "jour");
      const day = DAY.test(asked) ? asked : "";
      const view = {
        // Looking over a big base takes seconds: the page tells what the job found some minutes ago.
        findings: check?.findings ?? (await readBooks(deps, actor)).findings,
        checkedAt: check?.checkedAt,
        isOld: check?.isOld === true,
        lines: await trialBalance(deps, actor, dayEnd(day)),
        day,
        year: Number(dayOf(await fundNow(deps.db)).slice(0, 4)),
        head: await sealHead(deps.db, deps.fundId),
        fecYears: permits(actor, "books.export") ? await recordedYears(deps.db, deps.fundId) : [],
      };
      return page(texts.title, <BooksPage {...view} />, { width: "wide" });
    },
  }),
  pageRoute({
    method: "get",
    path: "/livres/fec/:annee",
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      const year = yearTyped(params.annee);
      if (year === undefined || !permits(actor, "books.export")) throw notFound();
      return {
        kind: "file",
        contentType: "text/tab-separated-values; charset=utf-8",
        filename: fecFilename(year, deps.siret),
        body: exportFec(deps.db, deps.fundId, year),
      };
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

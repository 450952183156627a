import { CSV_MARK, csvWriter } from "../csv/write-csv.ts";
import { notFound } from "../errors.ts";
import { type PageContext, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import type { Language } from "../i18n/text.ts";
import { yearTyped } from "../receipts/paris-year.ts";
import { RESOURCE_KINDS, YEAR_END } from "./messages.ts";
import { type DedicatedFunds, readDedicatedFunds } from "./read-dedicated-funds.ts";
import { DedicatedFundsView } from "./views.tsx";

const PATH = "/livres/fonds-dedies/:annee";

function read({ deps, actor, params }: PageContext<"signed-in">): Promise<DedicatedFunds> {
  const year = yearTyped(params.annee);
  if (year === undefined) throw notFound();
  return readDedicatedFunds(deps, actor, year);
}

export const yearEndPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: PATH,
    access: "signed-in",
    run: async (context) => {
      const funds = await read(context);
      return page(YEAR_END.title(funds.year), <DedicatedFundsView funds={funds} />, { width: "wide" });
    },
  }),
  pageRoute({
    method: "get",
    path: `${PATH}/csv`,
    access: "signed-in",
    run: async (context) => {
      const funds = await read(context);
      return {
        kind: "file",
        contentType: "text/csv; charset=utf-8",
        filename: `fonds-dedies-${funds.year}.csv`,
        body: csvOf(funds, context.language),
      };
    },
  }),
];

/** One row a funder and project, then their total, then the entries proposed. */
function csvOf({ funds, totals, lines }: DedicatedFunds, language: Language): string {
  const write = csvWriter(language);
  const { kind, funder, project, opening, received, moved, used, carried, number, debit, credit } = YEAR_END;
  const headings = [kind, funder, project, opening, received, moved, used, carried].map((text) => text[language]);
  return [
    CSV_MARK,
    write(headings),
    ...funds.map((fund) =>
      write([
        RESOURCE_KINDS[fund.kind][language],
        fund.funder ?? YEAR_END.public[language],
        fund.project ?? YEAR_END.pot[language],
        ...centsOf(fund),
      ]),
    ),
    write([YEAR_END.total[language], "", "", ...centsOf(totals)]),
    write([number, debit, credit].map((text) => text[language])),
    ...lines.map((line) => write([line.number, line.debitCents, line.creditCents])),
  ].join("");
}

const centsOf = (one: DedicatedFunds["totals"]) => [
  one.openingCents,
  one.receivedCents,
  one.movedCents,
  one.usedCents,
  one.carriedCents,
];

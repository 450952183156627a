import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, tryForm } from "../http/page-kit.tsx";
import { BANK } from "./bank-page-messages.ts";
import { listBankStatements, readBankStatement } from "./bank-queries.ts";
import { ImportOutcome, StatementList, StatementPage } from "./bank-views.tsx";
import { differencePages } from "./difference-pages.tsx";
import { importBankStatement } from "./import-bank-statement.ts";

type Context = PageContext<"signed-in">;

async function showList({ deps, actor, query }: Context, error?: AppError) {
  const cursor = field(query, "suite") || undefined;
  const statements = await listBankStatements(deps, actor, { limit: 50, cursor });
  const mayImport = permits(actor, "bank-statement.import");
  return page(BANK.statements, <StatementList statements={statements} mayImport={mayImport} error={error} />, {
    width: "wide",
  });
}

export const bankPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: "/releves", access: "signed-in", run: (context) => showList(context) }),
  pageRoute({
    method: "post",
    path: "/releves",
    access: "signed-in",
    upload: true,
    run: (context) =>
      tryForm(
        async () => {
          const sent = context.files.statement?.text ?? "";
          const xml = sent.trim() === "" ? field(context.form, "statementText") : sent;
          const imported = await importBankStatement(context.deps, context.actor, { xml });
          return page(BANK.outcome, <ImportOutcome imported={imported} />);
        },
        (error) => showList(context, error),
      ),
  }),
  pageRoute({
    method: "get",
    path: "/releves/:id",
    access: "signed-in",
    run: async ({ deps, actor, params }) => {
      const statement = await readBankStatement(deps, actor, idParam(params, "id"));
      return page(BANK.statement, <StatementPage statement={statement} />, { width: "wide" });
    },
  }),
  ...differencePages,
];

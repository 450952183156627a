import { invalidInput } from "../errors.ts";
import { field, type PageContext, type PageResult, page, pageRoute, tryForm } from "../http/page-kit.tsx";
import { fieldErrorsOnPage } from "../http/validation.ts";
import { AuditPage } from "./audit-view.tsx";
import { auditSearch } from "./forms.ts";
import { auditTexts as texts } from "./messages.ts";
import { listAudit } from "./queries.ts";

const NOTHING = { items: [], nextCursor: null };

export const auditPages = [
  pageRoute({
    method: "get",
    path: "/journal",
    access: "signed-in",
    run: (context) =>
      tryForm(
        () => show(context),
        (error) => page(texts.title, <AuditPage found={NOTHING} query={context.url.searchParams} error={error} />),
      ),
  }),
];

async function show({ deps, actor, query, url }: PageContext<"signed-in">): Promise<PageResult> {
  const parsed = auditSearch.safeParse(query);
  const cursor = field(query, "suite") || undefined;
  const wanted = parsed.success ? parsed.data : {};
  const found = await listAudit(deps, actor, { ...wanted, limit: 50, cursor });
  if (!parsed.success) throw invalidInput(fieldErrorsOnPage(parsed.error));
  return page(texts.title, <AuditPage found={found} query={url.searchParams} />, { width: "wide" });
}

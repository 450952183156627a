import { Temporal } from "temporal-polyfill";
import { type AppError, invalidInput } from "../errors.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { callPages } from "./call-pages.tsx";
import { HistoryPage } from "./history-view.tsx";
import { openStripeAccount } from "./open-stripe-account.ts";
import { readOverview } from "./overview.ts";
import { POTS } from "./page-messages.ts";
import { potAt } from "./pot-at.ts";
import { potHistory } from "./pot-history.ts";
import { POT_PATH, potOf, potPath } from "./pot-path.ts";
import { PotView } from "./pot-view.tsx";
import { withdrawalPages } from "./withdrawal-pages.tsx";

type Context = PageContext<"signed-in">;

const pot = pageRoute({
  method: "get",
  path: POT_PATH,
  access: "signed-in",
  run: async (context) => {
    const { id, name } = await potOf(context);
    const overview = await readOverview(context.deps, context.actor, id);
    return page({ fr: name, en: name }, <PotView actor={context.actor} overview={overview} />);
  },
});

const stripe = pageRoute({
  method: "post",
  path: `${POT_PATH}/compte-stripe`,
  access: "signed-in",
  run: async (context) => {
    const found = await potOf(context);
    await openStripeAccount(context.deps, context.actor, found.id);
    return redirect(potPath(found));
  },
});

/** What a `datetime-local` field sends, read in Paris. */
function instantTyped(text: string): Date {
  try {
    return new Date(Temporal.PlainDateTime.from(text).toZonedDateTime("Europe/Paris").epochMilliseconds);
  } catch {
    throw invalidInput([{ field: "le", message: POTS.wrongInstant }]);
  }
}

async function showHistory(context: Context, error?: AppError) {
  const { deps, actor, query } = context;
  const found = await potOf(context);
  const typedAt = field(query, "le");
  const at = typedAt === "" || error !== undefined ? undefined : instantTyped(typedAt);
  const moments = await potHistory(deps, actor, {
    potId: found.id,
    limit: 50,
    cursor: field(query, "suite") || undefined,
  });
  const figures = at === undefined ? undefined : await potAt(deps, found.id, at);
  return page(
    POTS.history,
    <HistoryPage pot={found} moments={moments} typedAt={typedAt} at={at} figures={figures} error={error} />,
    { width: "wide" },
  );
}

const history = pageRoute({
  method: "get",
  path: `${POT_PATH}/historique`,
  access: "signed-in",
  run: (context) =>
    tryForm(
      () => showHistory(context),
      (error) => showHistory(context, error),
    ),
});

export const potPages: readonly PageRoute[] = [pot, stripe, history, ...withdrawalPages, ...callPages];

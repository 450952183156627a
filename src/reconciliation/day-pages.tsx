import type { AppError } from "../errors.ts";
import { type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { closeDay } from "./close-day.ts";
import { DAYS } from "./day-messages.ts";
import { DayList, DayPage } from "./day-views.tsx";
import { listReconciliationDays, readReconciliationDay } from "./read-days.ts";

type Context = PageContext<"signed-in">;

async function showDay({ deps, actor, params }: Context, error?: AppError) {
  const day = await readReconciliationDay(deps, actor, params.day ?? "");
  return page(DAYS.day, <DayPage actor={actor} day={day} error={error} />, { width: "wide" });
}

export const dayPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/journees",
    access: "signed-in",
    run: async ({ deps, actor }) =>
      page(DAYS.title, <DayList days={await listReconciliationDays(deps, actor)} />, { width: "wide" }),
  }),
  pageRoute({ method: "get", path: "/journees/:day", access: "signed-in", run: (context) => showDay(context) }),
  pageRoute({
    method: "post",
    path: "/journees/:day/arrete",
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, params } = context;
          await closeDay(deps, actor, { day: params.day ?? "" });
          return redirect(`/journees/${params.day}`);
        },
        (error) => showDay(context, error),
      ),
  }),
];

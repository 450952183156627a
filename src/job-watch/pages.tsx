import type { AppError } from "../errors.ts";
import {
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import type { Queues } from "../jobs/queues.ts";
import { JobsPage } from "./jobs-view.tsx";
import { watchTexts as texts } from "./messages.ts";
import { readJobs } from "./read-jobs.ts";
import { retryJob } from "./retry-job.ts";

const PATH = "/taches";

/** The page of the jobs of these queues. */
export function jobPages(queues: Queues): readonly PageRoute[] {
  const show = async ({ deps, actor }: PageContext<"signed-in">, error?: AppError): Promise<PageResult> =>
    page(texts.title, <JobsPage seen={await readJobs(deps, queues, actor)} error={error} />, { width: "wide" });
  return [
    pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
    pageRoute({
      method: "post",
      path: `${PATH}/reprise`,
      access: "signed-in",
      run: (context) => {
        const { deps, actor, form } = context;
        const act = async () => {
          await retryJob(deps, queues, actor, { queue: field(form, "queue"), id: field(form, "id") });
          return redirect(PATH);
        };
        return tryForm(act, (error) => show(context, error));
      },
    }),
  ];
}

import { splitText } from "../domain/difference.ts";
import { type AppError, notFound } from "../errors.ts";
import { centsTyped, closeUp, filledRows, rowCount } from "../http/form-rows.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { lastReplay } from "../matching/replay-nightly.ts";
import { assignDifference } from "./assign-difference.ts";
import { closureBody, explanationBody, ownerBody, splitBody } from "./bank-forms.ts";
import { BANK } from "./bank-page-messages.ts";
import { splitProposals } from "./bank-proposals.ts";
import { closeDifference } from "./close-difference.ts";
import { DifferencePage } from "./difference-view.tsx";
import { DifferenceList } from "./difference-views.tsx";
import { explainDifference } from "./explain-difference.ts";
import { listDifferences, openKinds } from "./list-differences.ts";
import { readDifference } from "./read-difference.ts";
import { SplitPage } from "./split-view.tsx";
import { suggestedReason } from "./suggestion-messages.ts";
import { CHOSEN } from "./suggestion-view.tsx";

type Context = PageContext<"signed-in">;

async function showDifference({ deps, actor, params }: Context, typed: Form, error?: AppError) {
  const difference = await readDifference(deps, actor, idParam(params, "id"));
  return page(BANK.difference, <DifferencePage actor={actor} difference={difference} typed={typed} error={error} />);
}

/** The form as one of the suggestions would fill it; nothing where it is none of them. */
async function showChosen({ deps, actor, params, query, language }: Context) {
  const difference = await readDifference(deps, actor, idParam(params, "id"));
  const chosen = difference.suggestions.find(({ resolution }) => resolution === field(query, CHOSEN));
  const typed = chosen && { resolution: chosen.resolution, reason: suggestedReason(chosen, difference)[language] };
  return page(BANK.difference, <DifferencePage actor={actor} difference={difference} typed={typed ?? {}} />);
}

const OWNERS = ["me", "nobody"] as const;

const action = (path: string, act: (context: Context, differenceId: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/ecarts/:id/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const id = idParam(context.params, "id");
          await act(context, id);
          return redirect(`/ecarts/${id}`);
        },
        (error) => showDifference(context, context.form, error),
      ),
  });

const ROWS = 6;
const PARTS = { list: "parts", columns: ["amountCents", "resolution"] } as const;

async function showSplit({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const difference = await readDifference(deps, actor, idParam(params, "lineDifferenceId"));
  if (difference.line === undefined || difference.state === "closed") throw notFound();
  const proposals = await splitProposals(deps, difference.amountCents);
  const rows = Math.max(ROWS, rowCount(typed, PARTS));
  const form = <SplitPage difference={difference} proposals={proposals} rows={rows} typed={typed} error={error} />;
  return page(BANK.splitTitle, form);
}

function typedSplit(form: Form) {
  const parts = filledRows(form, PARTS).map((row) => ({
    amountCents: centsTyped(row.amountCents ?? ""),
    resolution: row.resolution ?? "",
  }));
  const { reason, parts: read } = readBody(splitBody, { reason: field(form, "reason"), parts });
  const texts = read.map(({ amountCents, resolution }) => ({ amountCents: BigInt(amountCents), text: resolution }));
  return { reason, resolution: splitText(texts) };
}

const splitPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/ecarts/:lineDifferenceId/repartition",
    access: "signed-in",
    run: (context) => showSplit(context),
  }),
  pageRoute({
    method: "post",
    path: "/ecarts/:lineDifferenceId/repartition",
    access: "signed-in",
    run: (context) => {
      const typed = closeUp(context.form, PARTS);
      return tryForm(
        async () => {
          const differenceId = idParam(context.params, "lineDifferenceId");
          await explainDifference(context.deps, context.actor, { differenceId, ...typedSplit(typed) });
          return redirect(`/ecarts/${differenceId}`);
        },
        (error) => showSplit(context, typed, error),
      );
    },
  }),
];

export const differencePages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/ecarts",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite") || undefined;
      const owner = OWNERS.find((one) => one === field(query, "responsable"));
      const filter = { open: field(query, "tous") === "", kind: field(query, "genre") || undefined, owner };
      const differences = await listDifferences(deps, actor, { limit: 50, cursor, ...filter });
      const [kinds, replay] = [await openKinds(deps), await lastReplay(deps)];
      const list = <DifferenceList differences={differences} filter={filter} kinds={kinds} replay={replay} />;
      return page(BANK.differences, list, { width: "wide" });
    },
  }),
  ...splitPages,
  pageRoute({ method: "get", path: "/ecarts/:id", access: "signed-in", run: showChosen }),
  action("explication", ({ deps, actor, form }, differenceId) => {
    const raw = { reason: field(form, "reason"), resolution: field(form, "resolution") };
    return explainDifference(deps, actor, { differenceId, ...readBody(explanationBody, raw) });
  }),
  action("responsable", ({ deps, actor, form }, differenceId) =>
    assignDifference(deps, actor, { differenceId, ...readBody(ownerBody, { ownerId: field(form, "ownerId") }) }),
  ),
  action("cloture", ({ deps, actor, form }, differenceId) => {
    const body = readBody(closureBody, { resolution: field(form, "resolution") });
    return closeDifference(deps, actor, { differenceId, ...body });
  }),
];

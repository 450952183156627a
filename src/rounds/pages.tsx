import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, notFound } from "../errors.ts";
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
import { pageQuery } from "../http/pagination.ts";
import { readBody } from "../http/read-body.ts";
import { compareVersions } from "./compare-versions.ts";
import { readOpenCorrection } from "./correction-queries.ts";
import { confirmCorrection, withdrawCorrection } from "./decide-correction.ts";
import { codesTyped, confirmationBody, correctionBody } from "./forms.ts";
import { listLines } from "./line-queries.ts";
import { ROUND, roundOf } from "./page-messages.ts";
import { proposeCorrection } from "./propose-correction.ts";
import { listResults, listRounds, readRound } from "./queries.ts";
import { VersionPage } from "./version-views.tsx";
import { RoundList, RoundPage } from "./views.tsx";

const pageOf = ({ query }: Pick<PageContext, "query">) => {
  const cursor = field(query, "suite");
  return pageQuery.parse(cursor === "" ? {} : { cursor });
};

async function showRound({ deps, actor, params }: PageContext, typed: Form = {}, error?: AppError) {
  const round = await readRound(deps, actor, idParam(params, "roundId"));
  const correction = await readOpenCorrection(deps, actor, round.id);
  const shown = <RoundPage actor={actor} round={round} correction={correction} typed={typed} error={error} />;
  return page(roundOf(round.partnerName), shown, { description: round.sentence, width: "wide" });
}

const reading = [
  pageRoute({
    method: "get",
    path: "/tours",
    access: "public",
    run: async (context) =>
      page(ROUND.list, <RoundList rounds={await listRounds(context.deps, pageOf(context))} />, {
        description: ROUND.listIntro,
        width: "wide",
      }),
  }),
  pageRoute({ method: "get", path: "/tours/:roundId", access: "public", run: (context) => showRound(context) }),
  pageRoute({
    method: "get",
    path: "/tours/:roundId/versions/:version",
    access: "public",
    run: async (context) => {
      const { deps, actor, params } = context;
      const roundId = idParam(params, "roundId");
      const version = /^\d{1,6}$/.test(params.version ?? "") ? Number(params.version) : 0;
      const lines = await listLines(deps, actor, { roundId, version, ...pageOf(context) });
      const result = (await listResults(deps, roundId)).find((one) => one.version === version);
      if (result === undefined) throw notFound();
      const comparison = version > 1 ? await compareVersions(deps, actor, roundId, version) : undefined;
      const shown = <VersionPage roundId={roundId} result={result} lines={lines} comparison={comparison} />;
      return page(ROUND.giftsTitle, shown, { width: "wide" });
    },
  }),
];

/** An action of staff on a round; afterwards, or where it is refused, its page again. */
const action = (path: string, act: (context: PageContext<"signed-in">, roundId: string) => Promise<unknown>) =>
  pageRoute({
    method: "post",
    path,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const roundId = idParam(context.params, "roundId");
          if (!permits(context.actor, "round.correct")) throw forbidden();
          await act(context, roundId);
          return redirect(`/tours/${roundId}`);
        },
        (error) => showRound(context, context.form, error),
      ),
  });

const correcting = [
  action("/tours/:roundId/corrections", ({ deps, actor, form }, ruleId) => {
    const typed = { reason: field(form, "reason"), takenIn: codesTyped(field(form, "takenIn")) };
    const body = readBody(correctionBody, typed, { nameOf: (name) => name.split(".")[0] ?? name });
    return proposeCorrection(deps, actor, { ruleId, ...body });
  }),
  action("/tours/:roundId/corrections/:correctionId/confirmation", ({ deps, actor, params, form }, ruleId) =>
    confirmCorrection(deps, actor, {
      ruleId,
      correctionId: idParam(params, "correctionId"),
      ...readBody(confirmationBody, { inputHash: field(form, "inputHash") }),
    }),
  ),
  action("/tours/:roundId/corrections/:correctionId/retrait", ({ deps, actor, params }, ruleId) =>
    withdrawCorrection(deps, actor, { ruleId, correctionId: idParam(params, "correctionId") }),
  ),
];

export const roundPages: readonly PageRoute[] = [...reading, ...correcting];

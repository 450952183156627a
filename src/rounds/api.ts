import { z } from "zod";
import { notFound } from "../errors.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { readOpenCorrection } from "./correction-queries.ts";
import { confirmCorrection, withdrawCorrection } from "./decide-correction.ts";
import { confirmationBody, correctionBody } from "./forms.ts";
import { listLines } from "./line-queries.ts";
import { lineOutput, openCorrectionOutput, roundOutput, roundSummaryOutput } from "./outputs.ts";
import { proposeCorrection } from "./propose-correction.ts";
import { listRounds, readRound } from "./queries.ts";

const tag = "Rounds";
const ofRound = z.object({ roundId: z.uuid() });
const ofCorrection = ofRound.extend({ correctionId: z.uuid() });

const reading: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/rounds",
    tag,
    summary: "Matching rounds, the latest first",
    access: "public",
    query: pageQuery,
    output: pageOutput(roundSummaryOutput),
    run: ({ deps, query }) => listRounds(deps, query),
  }),
  apiRoute({
    method: "GET",
    path: "/rounds/{roundId}",
    tag,
    summary: "One round: an estimate while it runs, its results once it is shared",
    access: "public",
    params: ofRound,
    output: roundOutput,
    run: async ({ deps, actor, params }) => {
      const { shares, stage, ...round } = await readRound(deps, actor, params.roundId);
      const isClosed = stage.kind === "closed";
      return { ...round, stage: stage.kind, estimate: isClosed ? null : shares, shares: isClosed ? shares : null };
    },
  }),
  apiRoute({
    method: "GET",
    path: "/rounds/{roundId}/results/{version}/gifts",
    tag,
    summary: "Every gift of one version of a result, under its code name",
    access: "public",
    params: ofRound.extend({ version: z.coerce.number().int().min(1).max(1_000_000) }),
    query: pageQuery,
    output: pageOutput(lineOutput),
    run: ({ deps, actor, params, query }) => listLines(deps, actor, { ...params, ...query }),
  }),
  apiRoute({
    method: "GET",
    path: "/rounds/{roundId}/corrections/{correctionId}",
    tag,
    summary: "A correction that waits for its second person, with what it would do now",
    access: "signed-in",
    params: ofCorrection,
    output: openCorrectionOutput,
    run: async ({ deps, actor, params }) => {
      const correction = await readOpenCorrection(deps, actor, params.roundId);
      if (correction?.id !== params.correctionId) throw notFound();
      return { ...correction, obstacle: correction.obstacle ?? null };
    },
  }),
];

const correcting: readonly ApiRoute[] = [
  apiRoute({
    method: "POST",
    path: "/rounds/{roundId}/corrections",
    tag,
    summary: "Propose to share a closed round anew; a second person confirms",
    access: "signed-in",
    status: 201,
    movesMoneyOrCreates: true,
    params: ofRound,
    body: correctionBody,
    output: z.object({ correctionId: z.uuid() }),
    run: ({ deps, actor, params, body }) => proposeCorrection(deps, actor, { ruleId: params.roundId, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: "/rounds/{roundId}/corrections/{correctionId}/confirmation",
    tag,
    summary: "Confirm a correction as you read it: the next version of the result",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: ofCorrection,
    body: confirmationBody,
    output: z.object({ version: z.int() }),
    run: async ({ deps, actor, params: { roundId: ruleId, correctionId }, body }) => ({
      version: await confirmCorrection(deps, actor, { ruleId, correctionId, ...body }),
    }),
  }),
  apiRoute({
    method: "POST",
    path: "/rounds/{roundId}/corrections/{correctionId}/withdrawal",
    tag,
    summary: "Give up a proposed correction",
    access: "signed-in",
    movesMoneyOrCreates: true,
    params: ofCorrection,
    run: ({ deps, actor, params: { roundId: ruleId, correctionId } }) =>
      withdrawCorrection(deps, actor, { ruleId, correctionId }),
  }),
];

export const roundApi: readonly ApiRoute[] = [...reading, ...correcting];

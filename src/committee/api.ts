import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { appointMember, endTerm } from "./appoint-member.ts";
import { castVote } from "./cast-vote.ts";
import { closeSession } from "./close-session.ts";
import { declareConflict } from "./declare-conflict.ts";
import {
  applicationBody,
  conflictBody,
  gridBody,
  memberBody,
  minutesBody,
  newApplicationBody,
  reviewBody,
  scoresBody,
  sessionBody,
  termBody,
  voteBody,
} from "./forms.ts";
import { openSession } from "./open-session.ts";
import { applicationOutput, memberOutput, sessionOutput, sessionSummaryOutput } from "./outputs.ts";
import { listApplications, listMembers, listSessions, readApplication } from "./queries.ts";
import { readSession } from "./read-session.ts";
import { reviewApplication } from "./review-application.ts";
import { scoreApplication } from "./score-application.ts";
import { signMinutes } from "./sign-minutes.ts";
import { submitApplication } from "./submit-application.ts";
import { createApplication, editApplication } from "./write-application.ts";
import { writeGrid } from "./write-grid.ts";

const tag = "Committee";
const signedIn = { tag, access: "signed-in" } as const;
const one = z.object({ applicationId: z.uuid() });
const ofSession = z.object({ sessionId: z.uuid() });
const ofCase = ofSession.extend({ applicationId: z.uuid() });

const applications: readonly ApiRoute[] = [
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/own-grant-applications",
    summary: "Applications for the fund's own grant: your organisations', or all that were submitted for staff",
    query: pageQuery,
    output: pageOutput(applicationOutput),
    run: ({ deps, actor, query }) => listApplications(deps, actor, query),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/own-grant-applications",
    summary: "Start an application for a project, tied to one of its campaigns or to none",
    status: 201,
    movesMoneyOrCreates: true,
    body: newApplicationBody,
    output: z.object({ id: z.uuid() }),
    run: async ({ deps, actor, body }) => ({ id: await createApplication(deps, actor, body) }),
  }),
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/own-grant-applications/{applicationId}",
    summary: "One application and what became of it",
    params: one,
    output: applicationOutput,
    run: ({ deps, actor, params }) => readApplication(deps, actor, params.applicationId),
  }),
  apiRoute({
    ...signedIn,
    method: "PUT",
    path: "/own-grant-applications/{applicationId}",
    summary: "Change an application before it is submitted",
    params: one,
    body: applicationBody,
    run: ({ deps, actor, params, body }) => editApplication(deps, actor, params.applicationId, body),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/own-grant-applications/{applicationId}/submission",
    summary: "Submit an application",
    params: one,
    run: ({ deps, actor, params }) => submitApplication(deps, actor, params.applicationId),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/own-grant-applications/{applicationId}/review",
    summary: "Find a submitted application admissible, ask for changes, or refuse it",
    params: one,
    body: reviewBody,
    run: ({ deps, actor, params, body }) => reviewApplication(deps, actor, { ...params, ...body }),
  }),
];

const setUp: readonly ApiRoute[] = [
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/committee/members",
    summary: "Seats of the committee",
    output: z.object({ items: z.array(memberOutput) }),
    run: async ({ deps, actor }) => ({ items: await listMembers(deps, actor) }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/members",
    summary: "Appoint a person for a term",
    status: 201,
    movesMoneyOrCreates: true,
    body: memberBody,
    output: z.object({ memberId: z.uuid() }),
    run: async ({ deps, actor, body }) => ({ memberId: await appointMember(deps, actor, body) }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/members/{memberId}/term",
    summary: "Set another last day of a term",
    params: z.object({ memberId: z.uuid() }),
    body: termBody,
    run: ({ deps, actor, params, body }) => endTerm(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/grids",
    summary: "Write the next version of the grid of criteria",
    status: 201,
    movesMoneyOrCreates: true,
    body: gridBody,
    output: z.object({ version: z.int() }),
    run: async ({ deps, actor, body }) => ({ version: await writeGrid(deps, actor, body) }),
  }),
];

const sessions: readonly ApiRoute[] = [
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/committee/sessions",
    summary: "Sessions you may see: all for staff, those of their term for members",
    output: z.object({ items: z.array(sessionSummaryOutput) }),
    run: async ({ deps, actor }) => ({ items: await listSessions(deps, actor) }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/sessions",
    summary: "Open a session over admissible applications",
    status: 201,
    movesMoneyOrCreates: true,
    body: sessionBody,
    output: z.object({ sessionId: z.uuid() }),
    run: async ({ deps, actor, body }) => ({ sessionId: await openSession(deps, actor, body) }),
  }),
  apiRoute({
    ...signedIn,
    method: "GET",
    path: "/committee/sessions/{sessionId}",
    summary: "One session, with your own part in it, and its decisions once it is closed",
    params: ofSession,
    output: sessionOutput,
    run: ({ deps, actor, params }) => readSession(deps, actor, params.sessionId),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/sessions/{sessionId}/applications/{applicationId}/ties",
    summary: "Say that you are tied to an application: you no longer score or vote on it",
    params: ofCase,
    body: conflictBody,
    run: ({ deps, actor, params, body }) => declareConflict(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/sessions/{sessionId}/applications/{applicationId}/scores",
    summary: "Score an application by every criterion, until you vote",
    params: ofCase,
    body: scoresBody,
    run: ({ deps, actor, params, body }) => scoreApplication(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/sessions/{sessionId}/applications/{applicationId}/vote",
    summary: "Vote on an application, once",
    movesMoneyOrCreates: true,
    params: ofCase,
    body: voteBody,
    run: ({ deps, actor, params, body }) => castVote(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/sessions/{sessionId}/closure",
    summary: "Close a session: its decisions and minutes are frozen, granted money is kept aside",
    movesMoneyOrCreates: true,
    params: ofSession,
    run: ({ deps, actor, params }) => closeSession(deps, actor, params.sessionId),
  }),
  apiRoute({
    ...signedIn,
    method: "POST",
    path: "/committee/sessions/{sessionId}/signatures",
    summary: "Sign the minutes you read, as chair or secretary",
    params: ofSession,
    body: minutesBody,
    run: ({ deps, actor, params, body }) => signMinutes(deps, actor, { ...params, ...body }),
  }),
];

export const committeeApi: readonly ApiRoute[] = [...applications, ...setUp, ...sessions];

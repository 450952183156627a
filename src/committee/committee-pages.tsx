import { permits } from "../domain/permissions.ts";
import { type AppError, notFound } from "../errors.ts";
import { centsTyped, filledRows, rowCount, wholeTyped } from "../http/form-rows.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  fieldValues,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { appointMember, endTerm } from "./appoint-member.ts";
import { castVote } from "./cast-vote.ts";
import { closeSession } from "./close-session.ts";
import { CommitteePage } from "./committee-views.tsx";
import { declareConflict } from "./declare-conflict.ts";
import {
  conflictBody,
  gridBody,
  memberBody,
  minutesBody,
  scoresBody,
  sessionBody,
  termField,
  termForm,
  voteBody,
} from "./forms.ts";
import { minutesPdf } from "./minutes-pdf.ts";
import { openSession } from "./open-session.ts";
import { COMMITTEE } from "./page-messages.ts";
import { listApplications, listMembers, listSessions, sits } from "./queries.ts";
import { readCaseFor, readSession } from "./read-session.ts";
import { scoreApplication } from "./score-application.ts";
import { criteriaOf, latestGrid } from "./session-facts.ts";
import { CasePage, SessionPage } from "./session-views.tsx";
import { signMinutes } from "./sign-minutes.ts";
import { writeGrid } from "./write-grid.ts";

type Context = PageContext<"signed-in">;

async function showCommittee({ deps, actor, form }: Context, error?: AppError) {
  const isStaff = permits(actor, "committee.read");
  if (!isStaff && !(await sits(deps, actor))) throw notFound();
  const version = await latestGrid(deps.db, deps.fundId);
  return page(
    COMMITTEE.title,
    <CommitteePage
      actor={actor}
      sessions={await listSessions(deps, actor)}
      members={isStaff ? await listMembers(deps, actor) : undefined}
      grid={version === undefined ? [] : await criteriaOf(deps.db, deps.fundId, version)}
      waiting={isStaff ? (await listApplications(deps, actor, { limit: 100, states: ["admissible"] })).items : []}
      typed={form}
      error={error}
    />,
    { width: "wide" },
  );
}

async function showSession({ deps, actor, params }: Context, error?: AppError) {
  const session = await readSession(deps, actor, idParam(params, "sessionId"));
  return page(COMMITTEE.title, <SessionPage session={session} error={error} />, { width: "wide" });
}

async function showCase({ deps, actor, params, form }: Context, error?: AppError) {
  const found = await readCaseFor(deps, actor, idParam(params, "sessionId"), idParam(params, "applicationId"));
  const title = { fr: found.application.projectTitle, en: found.application.projectTitle };
  return page(title, <CasePage found={found} typed={form} error={error} />);
}

type Show = (context: Context, error?: AppError) => ReturnType<typeof showCase>;

const see = (path: string, show: Show) =>
  pageRoute({ method: "get", path, access: "signed-in", run: (context) => show(context) });

/** One action; afterwards, or where it is refused, its page again. */
const action = (path: string, act: (context: Context) => Promise<string>, show: Show) =>
  pageRoute({
    method: "post",
    path,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => redirect(await act(context)),
        (error) => show(context, error),
      ),
  });

const typedSession = (form: Form) =>
  readBody(sessionBody, {
    heldOn: field(form, "heldOn"),
    envelopeCents: centsTyped(field(form, "envelopeCents")),
    quorum: { kind: "share", percent: wholeTyped(field(form, "quorum.percent")) },
    majority: field(form, "majority"),
    chairId: field(form, "chairId"),
    secretaryId: field(form, "secretaryId"),
    applicationIds: fieldValues(form, "applicationIds"),
  });

const CRITERIA = { list: "criteria", columns: ["label", "description", "weight", "scale"] } as const;
const SCORES = { list: "scores", columns: ["score", "comment"] } as const;

const typedGrid = (form: Form) =>
  readBody(gridBody, {
    criteria: filledRows(form, CRITERIA).map((row) => ({
      label: row.label,
      description: row.description,
      weight: wholeTyped(row.weight ?? ""),
      scale: wholeTyped(row.scale ?? ""),
    })),
  });

const typedScores = (form: Form) =>
  readBody(scoresBody, {
    scores: Array.from({ length: rowCount(form, SCORES) }, (_, row) => ({
      score: wholeTyped(field(form, `scores.${row}.score`)),
      comment: field(form, `scores.${row}.comment`),
    })),
  });

function typedVote(form: Form) {
  const amount = field(form, "amountCents").trim();
  return readBody(voteBody, {
    vote: field(form, "vote"),
    amountCents: amount === "" || field(form, "vote") !== "for" ? null : centsTyped(amount),
  });
}

const sessionPath = ({ params }: Context) => `/comite/seances/${idParam(params, "sessionId")}`;
const keyOf = ({ params }: Context) => ({
  sessionId: idParam(params, "sessionId"),
  applicationId: idParam(params, "applicationId"),
});

const onCase = (path: string, act: (context: Context) => Promise<void>) =>
  action(
    `/comite/seances/:sessionId/dossiers/:applicationId/${path}`,
    async (context) => {
      await act(context);
      return `${sessionPath(context)}/dossiers/${idParam(context.params, "applicationId")}`;
    },
    showCase,
  );

export const committeePages: readonly PageRoute[] = [
  see("/comite", showCommittee),
  action(
    "/comite/membres",
    async ({ deps, actor, form }) => {
      const { email, startsOn, endsOn } = form;
      await appointMember(deps, actor, readBody(memberBody, { email, startsOn, endsOn }));
      return "/comite";
    },
    showCommittee,
  ),
  action(
    "/comite/membres/:memberId/mandat",
    async ({ deps, actor, form, params }) => {
      const memberId = idParam(params, "memberId");
      const endsOn = field(form, termField(memberId));
      readBody(termForm(memberId), { [termField(memberId)]: endsOn });
      await endTerm(deps, actor, { memberId, endsOn });
      return "/comite";
    },
    showCommittee,
  ),
  action(
    "/comite/grilles",
    async ({ deps, actor, form }) => {
      await writeGrid(deps, actor, typedGrid(form));
      return "/comite";
    },
    showCommittee,
  ),
  action(
    "/comite/seances",
    async ({ deps, actor, form }) => `/comite/seances/${await openSession(deps, actor, typedSession(form))}`,
    showCommittee,
  ),
  see("/comite/seances/:sessionId", showSession),
  pageRoute({
    method: "get",
    path: "/comite/seances/:sessionId/proces-verbal.pdf",
    access: "signed-in",
    run: async (context) => {
      const { deps, actor, params } = context;
      const session = await readSession(deps, actor, idParam(params, "sessionId"));
      const { minutes, minutesHash } = session;
      if (minutes === null || minutesHash === null) return redirect(sessionPath(context));
      return {
        kind: "file",
        contentType: "application/pdf",
        filename: `proces-verbal-${session.heldOn}.pdf`,
        body: minutesPdf(deps, { ...session, minutes, minutesHash }),
      };
    },
  }),
  action(
    "/comite/seances/:sessionId/cloture",
    async (context) => {
      await closeSession(context.deps, context.actor, idParam(context.params, "sessionId"));
      return sessionPath(context);
    },
    showSession,
  ),
  action(
    "/comite/seances/:sessionId/signature",
    async (context) => {
      const { minutesHash } = readBody(minutesBody, { minutesHash: field(context.form, "minutesHash") });
      await signMinutes(context.deps, context.actor, { sessionId: idParam(context.params, "sessionId"), minutesHash });
      return sessionPath(context);
    },
    showSession,
  ),
  see("/comite/seances/:sessionId/dossiers/:applicationId", showCase),
  onCase("lien", async (context) => {
    const { reason } = readBody(conflictBody, { reason: field(context.form, "reason") });
    await declareConflict(context.deps, context.actor, { ...keyOf(context), reason });
  }),
  onCase("notes", (context) =>
    scoreApplication(context.deps, context.actor, { ...keyOf(context), ...typedScores(context.form) }),
  ),
  onCase("vote", (context) => castVote(context.deps, context.actor, { ...keyOf(context), ...typedVote(context.form) })),
];

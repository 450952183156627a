import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
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
import { readBody } from "../http/read-body.ts";
import { abandonNegotiation } from "./abandon-negotiation.ts";
import { acceptVersion } from "./accept-version.ts";
import { deliveryPages } from "./delivery-pages.tsx";
import { endAgreement } from "./end-agreement.ts";
import { acceptanceBody, reasonBody, signatureBody } from "./forms.ts";
import { LIFE, SIGNING } from "./page-messages.ts";
import { compareVersions, readLife, readText } from "./queries.ts";
import { resumeAgreement } from "./resume-agreement.ts";
import { type Compared, RoundsView } from "./rounds-view.tsx";
import { showAgreement } from "./show-agreement.tsx";
import { signVersion } from "./sign-version.ts";
import { SignatureView } from "./signature-view.tsx";
import { suspendAgreement } from "./suspend-agreement.ts";
import { termsPages } from "./terms-pages.tsx";

type Context = PageContext<"signed-in">;

const named = ({ params }: Context) => ({ agreementId: idParam(params, "id") });

async function showRounds(context: Context, error?: AppError): Promise<PageResult> {
  const { deps, actor } = context;
  const life = await readLife(deps, actor, named(context).agreementId);
  const compared = await comparedOf(context, life.versions.at(-1)?.version ?? 0);
  return page(LIFE.rounds, <RoundsView actor={actor} life={life} compared={compared} error={error} />, {
    width: "wide",
  });
}

/** The versions the reader chose; else the last two. */
async function comparedOf(context: Context, latest: number): Promise<Compared | undefined> {
  const { deps, actor, query } = context;
  const chosen = [field(query, "de"), field(query, "a")].map(Number);
  const [from = 0, to = 0] = chosen.every((one) => one >= 1 && one <= latest) ? chosen : [latest - 1, latest];
  if (from < 1) return undefined;
  return { from, to, changes: await compareVersions(deps, actor, { ...named(context), from, to }) };
}

async function showSignature(context: Context, error?: AppError): Promise<PageResult> {
  const { deps, actor } = context;
  const life = await readLife(deps, actor, named(context).agreementId);
  const text = await readText(deps, life);
  return page(SIGNING.title, <SignatureView actor={actor} life={life} text={text} error={error} />);
}

type Step = {
  readonly path: string;
  readonly act: (context: Context) => Promise<unknown>;
  readonly again: (context: Context, error: AppError) => Promise<PageResult>;
  /** Where the person goes on, below the agreement's own page. */
  readonly onTo?: string;
};

/** One form of an agreement: it acts and leads on, or shows its page again with what is to be corrected. */
const step = ({ path, act, again, onTo = "" }: Step): PageRoute =>
  pageRoute({
    method: "post",
    path: `/partenaires/:id/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          await act(context);
          return redirect(`/partenaires/${named(context).agreementId}${onTo}`);
        },
        (error) => again(context, error),
      ),
  });

const reasonOf = ({ form }: Context) => readBody(reasonBody, { reason: field(form, "reason") });

const rounds: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/partenaires/:id/echanges",
    access: "signed-in",
    run: (context) => showRounds(context),
  }),
  step({
    path: "acceptation",
    act: (context) =>
      acceptVersion(context.deps, context.actor, {
        ...named(context),
        ...readBody(acceptanceBody, { version: Number(field(context.form, "version")) }),
      }),
    again: showRounds,
    onTo: "/signature",
  }),
  step({
    path: "abandon",
    act: (context) => abandonNegotiation(context.deps, context.actor, { ...named(context), ...reasonOf(context) }),
    again: showRounds,
  }),
];

const signing: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/partenaires/:id/signature",
    access: "signed-in",
    run: (context) => showSignature(context),
  }),
  step({
    path: "signature",
    act: (context) =>
      signVersion(context.deps, context.actor, {
        ...named(context),
        ...readBody(signatureBody, { textHash: field(context.form, "textHash") }),
      }),
    again: showSignature,
  }),
];

const decisions: readonly PageRoute[] = [
  step({
    path: "suspension",
    act: (context) => suspendAgreement(context.deps, context.actor, { ...named(context), ...reasonOf(context) }),
    again: (context, error) => showAgreement(context, { form: "decision", values: context.form, error }),
  }),
  step({
    path: "reprise",
    act: (context) => resumeAgreement(context.deps, context.actor, { ...named(context), ...reasonOf(context) }),
    again: (context, error) => showAgreement(context, { form: "decision", values: context.form, error }),
  }),
  step({
    path: "fin",
    act: (context) => endAgreement(context.deps, context.actor, { ...named(context), ...reasonOf(context) }),
    again: (context, error) => showAgreement(context, { form: "decision", values: context.form, error }),
  }),
];

/** Before those of partners, whose `/partenaires/:id` would take `/partenaires/proposition` for an id. */
export const agreementLifePages: readonly PageRoute[] = [
  ...termsPages,
  ...rounds,
  ...signing,
  ...decisions,
  ...deliveryPages,
];

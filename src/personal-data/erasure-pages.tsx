import { type AppError, notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { donorKey } from "../pledges/queries.ts";
import { askErasure } from "./ask-erasure.ts";
import { erasePerson } from "./erase-person.ts";
import { type ErasureSubject, isErasureKey } from "./erasure-link.ts";
import { findPersonToErase } from "./erasure-person.ts";
import { AskErasureView, ConfirmErasureView, Told } from "./erasure-views.tsx";
import { findObstacles } from "./find-obstacles.ts";
import { ERASURE } from "./messages.ts";

type Asking = {
  readonly subject: ErasureSubject;
  readonly title: typeof ERASURE.title | typeof ERASURE.giftTitle;
  readonly action: string;
  readonly cle?: string | undefined;
};

async function showAsk({ deps, form }: PageContext, asking: Asking, error?: AppError) {
  const person = await findPersonToErase(deps.db, deps.fundId, asking.subject);
  if (person === undefined) throw notFound();
  const obstacles = await findObstacles(deps.db, deps.fundId, person);
  const giftPath = (id: string) =>
    asking.cle !== undefined && id === asking.subject.id ? `/dons/${id}?cle=${asking.cle}` : `/dons/${id}`;
  const shown = { ...asking, obstacles, giftPath, typed: field(form, "word"), error };
  return page(asking.title, <AskErasureView {...shown} />);
}

const ask = (context: PageContext, asking: Asking) =>
  tryForm(
    async () => {
      await askErasure(context.deps, context.actor, asking.subject, field(context.form, "word"));
      return redirect("/effacement/envoye");
    },
    (error) => showAsk(context, asking, error),
  );

const ofAccount = ({ actor }: PageContext<"signed-in">): Asking => ({
  subject: { kind: "compte", id: actor.userId },
  title: ERASURE.title,
  action: "/compte/effacement",
});

/** A guest comes by the secret link of a gift; 404 for anybody else. */
async function ofGift({ deps, actor, params }: PageContext, cle: string): Promise<Asking> {
  const id = idParam(params, "id");
  await donorKey(deps, actor, id, cle === "" ? undefined : cle);
  return {
    subject: { kind: "don", id },
    title: ERASURE.giftTitle,
    action: `/dons/${id}/effacement`,
    cle: cle === "" ? undefined : cle,
  };
}

const asking: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/compte/effacement",
    access: "signed-in",
    run: (context) => showAsk(context, ofAccount(context)),
  }),
  pageRoute({
    method: "post",
    path: "/compte/effacement",
    access: "signed-in",
    sensitive: true,
    run: (context) => ask(context, ofAccount(context)),
  }),
  pageRoute({
    method: "get",
    path: "/dons/:id/effacement",
    access: "public",
    run: async (context) => showAsk(context, await ofGift(context, field(context.query, "cle"))),
  }),
  pageRoute({
    method: "post",
    path: "/dons/:id/effacement",
    access: "public",
    sensitive: true,
    run: async (context) => ask(context, await ofGift(context, field(context.form, "cle"))),
  }),
  pageRoute({
    method: "get",
    path: "/effacement/envoye",
    access: "public",
    run: async () => page(ERASURE.sentTitle, <Told title={ERASURE.sentTitle} text={ERASURE.sent} />),
  }),
];

function subjectOf({ params }: PageContext): ErasureSubject {
  const id = idParam(params, "id");
  if (params.kind !== "compte" && params.kind !== "don") throw notFound();
  return { kind: params.kind, id };
}

const linkOf = (values: PageContext["form"]) => ({ limit: field(values, "limite"), key: field(values, "cle") });

const linkOver = () =>
  page(ERASURE.confirmTitle, <Told title={ERASURE.confirmTitle} text={ERASURE.linkOver} />, { status: 404 });

async function showConfirm(context: PageContext, values: PageContext["form"], error?: AppError) {
  const subject = subjectOf(context);
  const link = linkOf(values);
  if (!(await isErasureKey(context.deps, subject, link))) return linkOver();
  return page(ERASURE.confirmTitle, <ConfirmErasureView subject={subject} link={link} {...(error && { error })} />);
}

const confirming: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/effacement/:kind/:id",
    access: "public",
    run: (context) => showConfirm(context, context.query),
  }),
  pageRoute({
    method: "post",
    path: "/effacement/:kind/:id",
    access: "public",
    sensitive: true,
    run: (context) => {
      const { deps, actor, form } = context;
      return tryForm(
        async () => {
          await erasePerson(deps, actor, subjectOf(context), linkOf(form));
          return { kind: "redirect", to: "/effacement/fait", left: true };
        },
        (error) => showConfirm(context, form, error),
      );
    },
  }),
  pageRoute({
    method: "get",
    path: "/effacement/fait",
    access: "public",
    run: async () => page(ERASURE.doneTitle, <Told title={ERASURE.doneTitle} text={ERASURE.done} />),
  }),
];

export const erasurePages: readonly PageRoute[] = [...asking, ...confirming];

import { invalidInput, notFound } from "../errors.ts";
import { field, type PageContext, type PageResult, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import type { Auth } from "./auth.ts";
import { emailForm } from "./forms.ts";
import { signInTexts as texts } from "./messages.ts";
import { findAccounts } from "./queries.ts";
import { returnPath } from "./return-path.ts";
import { answerChallenge, type Entry, enterAs, redeemSignInLink, requestSignInLink } from "./sign-in.ts";
import {
  codePage,
  confirmPage,
  type DemoPerson,
  refusedPage,
  type SignInState,
  sentPage,
  signInView,
} from "./sign-in-views.tsx";

/** Sign-in by a link: asked for, opened on a page with a button, then perhaps a second factor. */
export const signInPages = (auth: Auth, demoPeople: readonly DemoPerson[]) => [
  pageRoute({
    method: "get",
    path: "/connexion",
    access: "public",
    run: (context) => signInPage(context, demoPeople, { returnTo: returnPath(context.query.retour) }),
  }),
  pageRoute({
    method: "post",
    path: "/connexion",
    access: "public",
    sensitive: true,
    run: async (context) => {
      const email = field(context.form, "email").trim();
      const returnTo = returnPath(context.form.retour);
      const act = async () => {
        readBody(emailForm, { email });
        await requestSignInLink(auth, context.deps.db, { email, language: context.language, returnTo });
        return redirect("/connexion/envoye");
      };
      return tryForm(act, (error) => signInPage(context, demoPeople, { email, returnTo, error }));
    },
  }),
  pageRoute({ method: "get", path: "/connexion/envoye", access: "public", run: async () => sentPage() }),
  pageRoute({
    method: "get",
    path: "/connexion/lien",
    access: "public",
    run: async ({ query }) => confirmPage(textOf(query.jeton), returnPath(query.retour)),
  }),
  pageRoute({
    method: "post",
    path: "/connexion/lien",
    access: "public",
    sensitive: true,
    run: async ({ form, headers }) =>
      entered(await redeemSignInLink(auth, field(form, "jeton"), headers), returnPath(form.retour)),
  }),
  pageRoute({
    method: "get",
    path: "/connexion/code",
    access: "public",
    run: async ({ query }) => codePage(returnPath(query.retour)),
  }),
  pageRoute({
    method: "post",
    path: "/connexion/code",
    access: "public",
    sensitive: true,
    run: async ({ form, headers }) => {
      const returnTo = returnPath(form.retour);
      const entry = await answerChallenge(auth, field(form, "code"), headers);
      if (entry.kind !== "signed-in") return codePage(returnTo, invalidInput([CODE_REFUSED]));
      return { kind: "redirect", to: returnTo, setCookies: entry.setCookies };
    },
  }),
  ...demoRoutes(auth, demoPeople),
];

const CODE_REFUSED = { field: "code", message: texts.codeRefused };

const demoRoutes = (auth: Auth, people: readonly DemoPerson[]) =>
  people.length === 0
    ? []
    : [
        pageRoute({
          method: "post",
          path: "/connexion/demonstration",
          access: "public",
          run: async ({ form, headers }) => {
            const person = people.find((one) => one.email === field(form, "personne"));
            if (person === undefined) throw notFound();
            return entered(await enterAs(auth, person.email, headers), returnPath(form.retour, "/"));
          },
        }),
      ];

function entered(entry: Entry, returnTo: string): PageResult {
  switch (entry.kind) {
    case "signed-in":
      return { kind: "redirect", to: returnTo, setCookies: entry.setCookies };
    case "second-factor-needed":
      return {
        kind: "redirect",
        to: `/connexion/code?retour=${encodeURIComponent(returnTo)}`,
        setCookies: entry.setCookies,
      };
    case "refused":
      return refusedPage();
  }
}

const textOf = (value: string | string[] | undefined): string => (typeof value === "string" ? value : "");

async function signInPage(
  { deps, actor }: PageContext,
  demoPeople: readonly DemoPerson[],
  state: SignInState,
): Promise<PageResult> {
  const emails = demoPeople.map((person) => person.email);
  const known = emails.length === 0 ? [] : await findAccounts(deps.db, emails);
  const shown = demoPeople.filter((person) => known.some((account) => account.email === person.email));
  return signInView(actor, shown, state);
}

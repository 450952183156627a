import type { Express } from "express";
import request from "supertest";
import { type AppOptions, createApp } from "../../src/app.ts";
import type { Deps } from "../../src/deps.ts";

type Letter = { readonly to: string; readonly subject: string; readonly text: string };

export type TestApp = { readonly app: Express; readonly letters: Letter[] };

/** The web service on test deps; letters are collected instead of sent. Rate limits are off. */
export function testApp(deps: Deps, more: Partial<AppOptions> = {}): TestApp {
  const letters: Letter[] = [];
  const app = createApp(deps, {
    fundName: "Fonds de test",
    production: false,
    authSecret: "a session secret only tests know, long enough",
    deliverMail: async (letter) => void letters.push(letter),
    demoPeople: [],
    requireTwoFactorForStaff: false,
    formOrigins: [],
    trustedProxies: 0,
    rateLimits: "off",
    firstRouters: [],
    apiRoutes: [],
    openRoutes: [],
    pageRoutes: [],
    ...more,
  });
  return { app, letters };
}

export type Browser = ReturnType<typeof request.agent>;

export const aBrowser = (app: Express): Browser => request.agent(app);

/** The hidden token of the first form of a page. */
export function formToken(html: string): string {
  const token = /name="_token" value="([^"]+)"/.exec(html)?.[1];
  if (token === undefined) throw new Error("the page has no form with a token");
  return token;
}

/** Opens a page, then sends a form to `action` with the page's token, as a person without scripts does. */
export async function submitForm(
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
  action = path,
): Promise<request.Response> {
  const opened = await browser.get(path).expect(200);
  return browser
    .post(action)
    .type("form")
    .send({ ...fields, _token: formToken(opened.text) });
}

export const linkIn = (letter: Letter | undefined): string => {
  const link = /https?:\S+\/connexion\/lien\S+/.exec(letter?.text ?? "")?.[0];
  if (link === undefined) throw new Error("no sign-in link arrived");
  const url = new URL(link);
  return url.pathname + url.search;
};

/** Signs in by the link that arrives, as a person does. */
export async function signIn({ app, letters }: TestApp, email: string): Promise<Browser> {
  const browser = aBrowser(app);
  await submitForm(browser, "/connexion", { email });
  const link = linkIn(letters.findLast((letter) => letter.to === email.toLowerCase()));
  const token = new URL(link, "http://localhost").searchParams.get("jeton") ?? "";
  await submitForm(browser, link, { jeton: token, retour: "/compte" }, "/connexion/lien");
  return browser;
}

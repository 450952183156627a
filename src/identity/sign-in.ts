import { isAPIError } from "better-auth/api";
import { and, eq, gt, like, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { verifications } from "../db/schema/identity.ts";
import { readCookies } from "../http/cookies.ts";
import type { Language } from "../i18n/text.ts";
import type { Auth } from "./auth.ts";

const MOST_LINKS = 5;
const LINKS_WINDOW_MINUTES = 15;

export type LinkRequest = { readonly email: string; readonly language: Language; readonly returnTo: string };

/**
 * Sends a sign-in link, to anyone: an account begins with its first link, so that the answer tells nothing of who has
 * one. More than five links to one address in a quarter of an hour are left unsent, as silently.
 */
export async function requestSignInLink(auth: Auth, db: Database, request: LinkRequest): Promise<void> {
  const email = request.email.toLowerCase();
  if ((await recentLinks(db, email)) >= MOST_LINKS) return;
  await auth.api.signInMagicLink({
    body: { email, metadata: { language: request.language, returnTo: request.returnTo } },
    headers: new Headers(),
  });
}

async function recentLinks(db: Database, email: string): Promise<number> {
  const since = sql`clock_timestamp() - make_interval(mins => ${LINKS_WINDOW_MINUTES})`;
  const address = sql`case when ${like(verifications.identifier, "magic-link:%")} then ${verifications.value}::jsonb ->> 'email' end`;
  return db.$count(verifications, and(gt(verifications.createdAt, since), eq(address, email)));
}

export type Entry =
  | { readonly kind: "signed-in"; readonly setCookies: readonly string[] }
  | { readonly kind: "second-factor-needed"; readonly setCookies: readonly string[] }
  | { readonly kind: "refused" };

/** Consumes a link's token. A token is good once, for a quarter of an hour. */
export const redeemSignInLink = (auth: Auth, token: string, headers: Headers): Promise<Entry> =>
  enter(
    headers,
    () => auth.api.magicLinkVerify({ query: { token }, headers: NO_HEADERS(), returnHeaders: true }),
    auth,
  );

/** Signs a demo person in without a link. */
export const enterAs = (auth: Auth, email: string, headers: Headers): Promise<Entry> =>
  enter(
    headers,
    () => auth.api.enterWithoutLink({ body: { email }, headers: NO_HEADERS(), returnHeaders: true }),
    auth,
  );

/** Answers the challenge of a second factor with a code of the app or a recovery code. */
export const answerChallenge = (auth: Auth, code: string, headers: Headers): Promise<Entry> =>
  enter(headers, () => {
    const typed = code.replace(/\s/g, "");
    const cookies = cookieHeaders(headers);
    return /^\d{6}$/.test(typed)
      ? auth.api.verifyTOTP({ body: { code: typed }, headers: cookies, returnHeaders: true })
      : auth.api.verifyBackupCode({ body: { code: typed }, headers: cookies, returnHeaders: true });
  });

type Answer = { readonly headers: Headers; readonly response: unknown };

const NO_HEADERS = () => new Headers();

/** Only the cookies: better-auth would keep the browser's name with the session. */
export const cookieHeaders = (headers: Headers): Headers => {
  const cookie = headers.get("cookie");
  return new Headers(cookie === null ? {} : { cookie });
};

async function enter(headers: Headers, act: () => Promise<Answer>, auth?: Auth): Promise<Entry> {
  try {
    const { headers: sent, response } = await act();
    if (auth !== undefined) await endSession(auth, headers);
    const waits = typeof response === "object" && response !== null && "secondFactorNeeded" in response;
    return { kind: waits ? "second-factor-needed" : "signed-in", setCookies: sent.getSetCookie() };
  } catch (error) {
    // A redirect is how the link's endpoint says that a token is unknown, used or too old.
    if (isAPIError(error) && error.statusCode < 500) return { kind: "refused" };
    throw error;
  }
}

/** Ends the session of the request's cookie, if there is one. Returns the cookies that clear it. */
export async function endSession(auth: Auth, headers: Headers): Promise<readonly string[]> {
  if (readCookies(headers.get("cookie")).size === 0) return [];
  const { headers: sent } = await auth.api.signOut({ headers: cookieHeaders(headers), returnHeaders: true });
  return sent.getSetCookie();
}

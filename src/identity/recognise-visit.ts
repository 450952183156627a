import { and, eq, gt, isNull, lt, or, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { apiTokens } from "../db/schema/identity.ts";
import type { Deps } from "../deps.ts";
import { permits } from "../domain/permissions.ts";
import type { Visit } from "../http/context.ts";
import { readCookies } from "../http/cookies.ts";
import { findViewing, noViewingCookie } from "../impersonation/find-viewing.ts";
import { isTokenText, tokenHash } from "./api-token-text.ts";
import type { Auth } from "./auth.ts";
import { tokenNotValid } from "./messages.ts";
import { findPerson } from "./queries.ts";
import { cookieHeaders } from "./sign-in.ts";

export type RecogniseOptions = {
  /** Staff act as such only with a second factor set up. */
  readonly requireTwoFactorForStaff: boolean;
};

const GUEST: Visit = { actor: { kind: "guest" }, language: undefined, setCookies: [], rolesWithheld: false };

/**
 * Who sent the request: by `Authorization: Bearer`, else by session cookie, else a guest. Roles and memberships are
 * read for each request, so that losing one takes effect at once.
 * @throws AppError 401 for a token that is unknown, revoked or too old.
 */
export const recogniseVisit =
  (deps: Deps, auth: Auth, options: RecogniseOptions) =>
  async (headers: Headers): Promise<Visit> => {
    const authorization = headers.get("authorization");
    if (authorization !== null) {
      return visitOf(deps.db, await userOfToken(deps.db, authorization), [], options);
    }
    if (!hasSessionCookie(headers)) return GUEST;
    const found = await auth.api.getSession({ headers: cookieHeaders(headers), returnHeaders: true });
    if (found.response === null) return GUEST;
    const own = await visitOf(deps.db, found.response.user.id, found.headers.getSetCookie(), options);
    return asViewed(deps, { ...own, sessionId: found.response.session.id }, headers);
  };

const hasSessionCookie = (headers: Headers): boolean =>
  [...readCookies(headers.get("cookie")).keys()].some((name) => name.endsWith("fund.session_token"));

async function visitOf(
  db: Database,
  userId: string,
  setCookies: readonly string[],
  { requireTwoFactorForStaff }: RecogniseOptions,
): Promise<Visit> {
  const person = await findPerson(db, userId);
  if (person === undefined) return GUEST;
  const { staffRoles, memberships, email, language } = person;
  const rolesWithheld = requireTwoFactorForStaff && staffRoles.length > 0 && !person.twoFactorEnabled;
  return {
    actor: { kind: "user", userId, email, memberships, staffRoles: rolesWithheld ? [] : staffRoles },
    language,
    setCookies,
    rolesWithheld,
  };
}

/** Where support visits in this session: the visit as the person visited would make it, with no staff roles ever. */
async function asViewed(deps: Deps, own: Visit & { readonly sessionId: string }, headers: Headers): Promise<Visit> {
  if (own.actor.kind !== "user") return own;
  const { kind, viewing } = await findViewing(deps, headers, { sessionId: own.sessionId, userId: own.actor.userId });
  if (kind === "none") return own;
  const person = viewing === undefined ? undefined : await findPerson(deps.db, viewing.personId);
  const goesOn = permits(own.actor, "support.visit") && person !== undefined && person.staffRoles.length === 0;
  if (viewing === undefined || !goesOn)
    return { ...own, setCookies: [...own.setCookies, noViewingCookie(deps)], viewingOver: true };
  const { id: userId, email, memberships } = person;
  return {
    ...own,
    actor: { kind: "user", userId, email, memberships, staffRoles: [] },
    rolesWithheld: false,
    viewing,
  };
}

async function userOfToken(db: Database, authorization: string): Promise<string> {
  const text = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (text === undefined || !isTokenText(text)) throw tokenNotValid();
  const now = sql`clock_timestamp()`;
  const [token] = await db
    .select({ id: apiTokens.id, userId: apiTokens.userId })
    .from(apiTokens)
    .where(and(eq(apiTokens.tokenHash, tokenHash(text)), isNull(apiTokens.revokedAt), gt(apiTokens.expiresAt, now)));
  if (token === undefined) throw tokenNotValid();
  // Once an hour is enough to see that a token is in use.
  const stale = or(isNull(apiTokens.lastUsedAt), lt(apiTokens.lastUsedAt, sql`clock_timestamp() - interval '1 hour'`));
  await db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.id, token.id), stale));
  return token.userId;
}

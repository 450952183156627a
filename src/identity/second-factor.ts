import { isAPIError } from "better-auth/api";
import { and, desc, eq, ne } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { sessions } from "../db/schema/identity.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { invalidInput } from "../errors.ts";
import type { User } from "../http/api-kit.ts";
import { signInNeeded } from "../http/messages.ts";
import type { Auth } from "./auth.ts";
import { securityTexts } from "./messages.ts";
import { cookieHeaders } from "./sign-in.ts";

export type Enrolment = { readonly uri: string; readonly secret: string; readonly recoveryCodes: readonly string[] };

/** A new secret and recovery codes. Nothing is asked for at sign-in before `confirmSecondFactor`. */
export async function beginSecondFactor(auth: Auth, headers: Headers): Promise<Enrolment> {
  const answer = await auth.api
    .enableTwoFactor({ body: { method: "totp" }, headers: cookieHeaders(headers) })
    .catch(refuseWithoutSession);
  if (answer.method !== "totp") throw new TypeError(`no secret was made: ${answer.method}`);
  const secret = new URL(answer.totpURI).searchParams.get("secret") ?? "";
  return { uri: answer.totpURI, secret, recoveryCodes: answer.backupCodes };
}

/** Turns the second factor on. Sessions of other devices end: they were opened without it. */
export async function confirmSecondFactor(deps: Deps, auth: Auth, actor: User, headers: Headers, code: string) {
  const typed = code.replace(/\s/g, "");
  const { headers: sent } = await auth.api
    .verifyTOTP({ body: { code: typed }, headers: cookieHeaders(headers), returnHeaders: true })
    .catch(refuseWrongCode);
  await inTransaction(deps.db, async (tx) => {
    // The answer names the session it replaced; the one that stays is the newest.
    const [newest] = await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(eq(sessions.userId, actor.userId))
      .orderBy(desc(sessions.createdAt), desc(sessions.id))
      .limit(1);
    if (newest !== undefined) {
      await tx.delete(sessions).where(and(eq(sessions.userId, actor.userId), ne(sessions.id, newest.id)));
    }
    await recordAudit(tx, actor, { action: "second-factor.turn-on", subject: ["user", actor.userId] });
  });
  return sent.getSetCookie();
}

/** Turns the second factor off, against a code of it. */
export async function removeSecondFactor(deps: Deps, auth: Auth, actor: User, headers: Headers, code: string) {
  await checkCode(auth, headers, code);
  const { headers: sent } = await auth.api.disableTwoFactor({
    body: {},
    headers: cookieHeaders(headers),
    returnHeaders: true,
  });
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, actor, { action: "second-factor.turn-off", subject: ["user", actor.userId] }),
  );
  return sent.getSetCookie();
}

/** New recovery codes, against a code of the app; the old ones are void. */
export async function renewRecoveryCodes(deps: Deps, auth: Auth, actor: User, headers: Headers, code: string) {
  await checkCode(auth, headers, code);
  const { backupCodes } = await auth.api.generateBackupCodes({ body: {}, headers: cookieHeaders(headers) });
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, actor, { action: "second-factor.renew-recovery-codes", subject: ["user", actor.userId] }),
  );
  return backupCodes;
}

const checkCode = (auth: Auth, headers: Headers, code: string) =>
  auth.api
    .verifyTOTP({ body: { code: code.replace(/\s/g, "") }, headers: cookieHeaders(headers) })
    .catch(refuseWrongCode);

function refuseWrongCode(error: unknown): never {
  if (isAPIError(error) && error.statusCode < 500) {
    throw invalidInput([{ field: "code", message: securityTexts.wrongCode }]);
  }
  throw error;
}

/** Who comes with a program's token has no session, which the second factor is for. */
function refuseWithoutSession(error: unknown): never {
  throw isAPIError(error) && error.statusCode === 401 ? signInNeeded() : error;
}

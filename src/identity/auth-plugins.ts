import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, createAuthMiddleware } from "better-auth/api";
import { deleteSessionCookie, setSessionCookie } from "better-auth/cookies";
import { generateRandomString } from "better-auth/crypto";
import { z } from "zod";

const CHALLENGE_SECONDS = 600;
const ENTRIES = new Set(["/magic-link/verify", "/enter-without-link"]);

/** Signs a demo person in. Reached in process only, and only where demo sign-ins are configured. */
export const enterWithoutLink = () =>
  ({
    id: "enter-without-link",
    endpoints: {
      enterWithoutLink: createAuthEndpoint(
        "/enter-without-link",
        { method: "POST", body: z.object({ email: z.email() }), requireHeaders: true },
        async (ctx) => {
          const found = await ctx.context.internalAdapter.findUserByEmail(ctx.body.email);
          if (!found) throw new APIError("NOT_FOUND");
          const session = await ctx.context.internalAdapter.createSession(found.user.id);
          await setSessionCookie(ctx, { session, user: found.user });
          return ctx.json({ token: session.token });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

/**
 * better-auth asks for the second factor after a password only. This does for a link what its two-factor plugin does
 * there: the session is taken back and a challenge put in its place, which `verifyTOTP` answers.
 */
export const secondFactorAfterLink = () =>
  ({
    id: "second-factor-after-link",
    hooks: {
      after: [
        {
          matcher: (context) => ENTRIES.has(context.path ?? ""),
          handler: createAuthMiddleware(async (ctx) => {
            const entered = ctx.context.newSession;
            if (!entered?.user.twoFactorEnabled) return;
            const { internalAdapter } = ctx.context;
            deleteSessionCookie(ctx, true);
            await internalAdapter.deleteSession(entered.session.token);
            ctx.context.setNewSession(null);
            const cookie = ctx.context.createAuthCookie("two_factor", { maxAge: CHALLENGE_SECONDS });
            const identifier = `2fa-${generateRandomString(20)}`;
            const expiresAt = new Date(Date.now() + CHALLENGE_SECONDS * 1000);
            await internalAdapter.createVerificationValue({ identifier, value: entered.user.id, expiresAt });
            await internalAdapter.createVerificationValue({
              identifier: `2fa-attempts-${identifier}`,
              value: "0",
              expiresAt,
            });
            await ctx.setSignedCookie(cookie.name, identifier, ctx.context.secret, cookie.attributes);
            return ctx.json({ secondFactorNeeded: true });
          }),
        },
      ],
    },
  }) satisfies BetterAuthPlugin;

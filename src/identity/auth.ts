import { betterAuth } from "better-auth";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { magicLink, twoFactor } from "better-auth/plugins";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "../db/client.ts";
import { authAccounts, sessions, twoFactors, users, verifications } from "../db/schema/identity.ts";
import { enterWithoutLink, secondFactorAfterLink } from "./auth-plugins.ts";

const DAY_SECONDS = 86_400;
export const LINK_MINUTES = 15;

export type AuthOptions = {
  readonly secret: string;
  readonly baseUrl: string;
  readonly secure: boolean;
  readonly fundName: string;
  /** Given the token of a link that was asked for. */
  readonly sendLink: (email: string, token: string, metadata: unknown) => Promise<void>;
};

/**
 * better-auth on our own tables. Only our pages call it, in process: none of its HTTP routes is served, so that no
 * GET signs anyone in and no password exists.
 */
export function createAuth(db: Database, options: AuthOptions) {
  return betterAuth({
    appName: options.fundName,
    baseURL: options.baseUrl,
    secret: options.secret,
    database: drizzleAdapter(db, {
      provider: "pg",
      schema: {
        user: users,
        session: sessions,
        account: authAccounts,
        verification: verifications,
        twoFactor: twoFactors,
      },
    }),
    telemetry: { enabled: false },
    logger: { disabled: true },
    session: { expiresIn: 30 * DAY_SECONDS, updateAge: DAY_SECONDS },
    advanced: {
      cookiePrefix: "fund",
      useSecureCookies: options.secure,
      database: { generateId: () => uuidv7() },
      ipAddress: { disableIpTracking: true },
    },
    plugins: [
      magicLink({
        expiresIn: LINK_MINUTES * 60,
        storeToken: "hashed",
        sendMagicLink: ({ email, token, metadata }) => options.sendLink(email, token, metadata),
      }),
      twoFactor({ issuer: options.fundName, allowPasswordless: true }),
      enterWithoutLink(),
      secondFactorAfterLink(),
    ],
  });
}

export type Auth = ReturnType<typeof createAuth>;

import { createHash, randomBytes } from "node:crypto";

const SHAPE = /^sf_[\w-]{43}$/;

/** A new token: 256 random bits, with a beginning that secret scanners can know. */
export const newTokenText = (): string => `sf_${randomBytes(32).toString("base64url")}`;

export const isTokenText = (text: string): boolean => SHAPE.test(text);

/** What is kept of a token. It has no structure to guess, so a plain hash is enough. */
export const tokenHash = (text: string): string => createHash("sha256").update(text).digest("hex");

import pino, { type Logger } from "pino";
import { scrub } from "./scrub.ts";

/** Never in a log line, at whatever depth of one object they come (X7). */
const SECRET_KEYS = [
  "authorization",
  "cookie",
  "set-cookie",
  "email",
  "iban",
  "password",
  "token",
  "secret",
  "recipient",
];

export function createLog(level: string, destination?: pino.DestinationStream): Logger {
  const options = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_KEYS.flatMap((key) => ["", "*.", "*.*.", "*.*.*."].map((depth) => at(depth, key))),
      censor: "[removed]",
    },
    serializers: { err: withoutPersonalData },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

const at = (depth: string, key: string) => (key.includes("-") ? `${depth.replace(/\.$/, "")}["${key}"]` : depth + key);

function withoutPersonalData(error: unknown): unknown {
  if (typeof error === "string") return scrub(error);
  if (!(error instanceof Error)) return error;
  return { type: error.name, message: scrub(error.message), stack: scrub(error.stack ?? "") };
}

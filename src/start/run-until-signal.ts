import { ConfigurationError } from "../config.ts";
import { Unwinding } from "./unwinding.ts";

/** npm and the terminal both pass Ctrl-C on: what comes within this time is the same signal. */
const SAME_SIGNAL_MS = 700;

/**
 * Starts something and keeps it until SIGINT or SIGTERM, then closes it in order; a second signal ends at once.
 * A configuration that cannot work is told in one sentence, anything else with its stack; both end with code 1.
 */
export async function runUntilSignal(start: (opened: Unwinding) => Promise<void>): Promise<void> {
  const opened = new Unwinding();
  let signalledAt: number | undefined;
  const onSignal = () => {
    if (signalledAt !== undefined) {
      if (Date.now() - signalledAt > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    signalledAt = Date.now();
    void opened.close().then(
      () => process.exit(0),
      (error) => fail(error),
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    await start(opened);
  } catch (error) {
    if (opened.closing) return;
    await opened.close().catch(() => {});
    fail(error);
  }
}

function fail(error: unknown): never {
  const text =
    error instanceof ConfigurationError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : error;
  process.stderr.write(`${String(text)}\n`);
  process.exit(1);
}

import { open } from "node:fs/promises";
import type { Writable } from "node:stream";
import { type FindingSink, UnusableFile } from "../csv/finding.ts";
import { reportHeader, reportLine } from "../csv/report.ts";

export type ReportWriter = {
  readonly add: FindingSink;
  /** Writes what is left, the header at least. */
  end(): Promise<void>;
};

/**
 * Writes the report of an import to a file, or to the standard output; waits for a slow reader, forgives one that
 * left. Throws UnusableFile where the file can't be written.
 */
export async function openReport(path: string | undefined): Promise<ReportWriter> {
  const stream: Writable = path === undefined ? process.stdout : (await openFile(path)).createWriteStream();
  let failure: Error | undefined;
  stream.on("error", (error) => {
    failure ??= error;
  });
  let begun = false;
  const begin = () => {
    if (!begun) stream.write(reportHeader());
    begun = true;
  };
  return {
    async add(finding) {
      begin();
      if (failure === undefined && !stream.write(reportLine(finding))) await drained(stream);
    },
    async end() {
      begin();
      if (path === undefined) return;
      await new Promise<void>((resolve) => stream.once("close", resolve).end());
      if (failure !== undefined) throw failure;
    },
  };
}

async function openFile(path: string) {
  try {
    return await open(path, "w");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "?";
    throw new UnusableFile({
      fr: `Le rapport ${path} ne peut pas être écrit (${code}).`,
      en: `The report ${path} cannot be written (${code}).`,
    });
  }
}

/** Also when the stream closes: nothing will drain then. */
const drained = (stream: Writable) =>
  new Promise<void>((resolve) => {
    const go = () => {
      for (const event of EVENTS) stream.off(event, go);
      resolve();
    };
    for (const event of EVENTS) stream.on(event, go);
    if (stream.destroyed) go();
  });

const EVENTS = ["drain", "error", "close"] as const;

import { z } from "zod";
import type { Reader } from "../db/client.ts";
import type { SealWithEntry } from "./sealed-entries.ts";
import { storedChain } from "./verify-chain.ts";

const exported = z.strictObject({
  sequence: z.int(),
  hash: z.string(),
  id: z.string(),
  key: z.string(),
  kind: z.string(),
  occurredAt: z.string(),
  recordedAt: z.string(),
  actor: z.string(),
  source: z.string(),
  reversesId: z.string().nullable(),
  reason: z.string().nullable(),
  approvedBy: z.string().nullable(),
  postings: z.array(z.strictObject({ account: z.string(), amountCents: z.string() })),
});

/** The sealed journal, one JSON object a line: enough to verify the chain without this service (L5). */
export async function* exportJournal(reader: Reader, fundId: string): AsyncGenerator<string> {
  for await (const entry of storedChain(reader, fundId)) yield `${JSON.stringify(entry)}\n`;
}

/** One line of such an export. Throws where it is not one. */
export const parseExportLine = (line: string): SealWithEntry => exported.parse(JSON.parse(line));

import { createHash } from "node:crypto";

/** An entry as the chain seals it: every fact of it, instants in UTC to the microsecond, cents as text. */
export type SealedEntry = {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly actor: string;
  readonly source: string;
  readonly reversesId: string | null;
  readonly reason: string | null;
  readonly approvedBy: string | null;
  readonly postings: readonly { readonly account: string; readonly amountCents: string }[];
};

/** What stands before the first seal. */
export const GENESIS = "0".repeat(64);

/** L5: SHA-256 over the seal before, the number of this one, and the entry's facts in a fixed order. */
export function sealHash(previousHash: string, sequence: number, entry: SealedEntry): string {
  const facts = [
    previousHash,
    sequence,
    entry.id,
    entry.key,
    entry.kind,
    entry.occurredAt,
    entry.recordedAt,
    entry.actor,
    entry.source,
    entry.reversesId,
    entry.reason,
    entry.approvedBy,
    entry.postings.map(({ account, amountCents }) => [account, amountCents]),
  ];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { findingWords } from "../self-check/finding-words.ts";
import { listEntries } from "./queries.ts";
import { readBooks } from "./read-books.ts";
import { sealHead } from "./sealed-entries.ts";
import { trialBalance } from "./trial-balance.ts";

const tag = "Books";

export const booksApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/journal-seal",
    tag,
    summary: "The head of the chain that seals the journal; public, so that no other chain can take its place",
    access: "public",
    output: z.object({
      head: z.object({ sequence: z.int(), hash: z.string(), sealedAt: z.string() }).nullable(),
    }),
    run: async ({ deps }) => ({ head: (await sealHead(deps.db, deps.fundId)) ?? null }),
  }),
  apiRoute({
    method: "GET",
    path: "/trial-balance",
    tag,
    summary: "What was posted to every account up to an instant, with its number in the association chart",
    access: "signed-in",
    query: z.object({ at: z.iso.datetime().optional() }),
    output: z.object({
      lines: z.array(
        z.object({
          account: z.string(),
          number: z.string(),
          accountName: z.string(),
          owner: z.string().nullable(),
          debitCents: centsOutput,
          creditCents: centsOutput,
          balanceCents: centsOutput,
        }),
      ),
    }),
    run: async ({ deps, actor, query }) => ({
      lines: await trialBalance(deps, actor, query.at === undefined ? undefined : new Date(query.at)),
    }),
  }),
  apiRoute({
    method: "GET",
    path: "/books",
    tag,
    summary: "Balances by account on their normal side, and every invariant that does not hold",
    access: "signed-in",
    output: z.object({
      balances: z.array(
        z.object({
          account: z.string(),
          kind: z.string(),
          normalSide: z.enum(["debit", "credit"]),
          balanceCents: centsOutput,
        }),
      ),
      findings: z.array(z.object({ invariant: z.string(), subject: z.string(), detail: z.string() })),
    }),
    run: async ({ deps, actor }) => {
      const { balances, findings } = await readBooks(deps, actor);
      const said = findings.map((one) => ({ ...one, detail: findingWords(one).en }));
      return { balances, findings: said };
    },
  }),
  apiRoute({
    method: "GET",
    path: "/journal-entries",
    tag,
    summary: "Journal entries with their postings (debit positive, credit negative), newest first",
    access: "signed-in",
    query: pageQuery.extend({ account: z.string().max(100).optional() }),
    output: pageOutput(
      z.object({
        id: z.uuid(),
        key: z.string(),
        kind: z.string(),
        occurredAt: instantOutput,
        recordedAt: instantOutput,
        actor: z.string(),
        source: z.string(),
        reversesId: z.uuid().nullable(),
        reversedById: z.uuid().nullable(),
        reason: z.string().nullable(),
        approvedBy: z.string().nullable(),
        postings: z.array(z.object({ account: z.string(), amountCents: centsOutput })),
      }),
    ),
    run: ({ deps, actor, query }) => listEntries(deps, actor, query),
  }),
];

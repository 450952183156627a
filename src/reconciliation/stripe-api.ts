import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { listDifferences } from "./list-differences.ts";
import { readStripeDay } from "./read-stripe-day.ts";
import { listBalanceTransactions, listStripeEvents } from "./stripe-queries.ts";

const tag = "Reconciliation";
const open = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true");

export const stripeReconciliationApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/differences",
    tag,
    summary: "Whatever does not tie, with its amount, age, owner and proposed cause, newest first",
    access: "signed-in",
    query: pageQuery.extend({ open, kind: z.string().max(100).optional(), owner: z.enum(["me", "nobody"]).optional() }),
    output: pageOutput(
      z.object({
        id: z.uuid(),
        kind: z.string(),
        subject: z.string(),
        amountCents: centsOutput,
        proposedCause: z.string(),
        state: z.enum(["open", "explained", "closed"]),
        openedAt: instantOutput,
        ownerId: z.uuid().nullable(),
        likelyCause: z.string().meta({ description: "Where it most likely comes from, by its shape" }),
        explanation: z.string().nullable(),
        resolution: z.string().nullable(),
        closedAt: instantOutput.nullable(),
        closedBy: z.string().nullable(),
        closingEntryId: z.uuid().nullable(),
      }),
    ),
    run: async ({ deps, actor, query }) => {
      const { items, nextCursor } = await listDifferences(deps, actor, query);
      return { items: items.map((item) => ({ ...item, state: stateOf(item.state) })), nextCursor };
    },
  }),
  apiRoute({
    method: "GET",
    path: "/balance-transactions",
    tag,
    summary: "Lines of Stripe’s statement with the entry each ties with, newest first",
    access: "signed-in",
    query: pageQuery.extend({ open, payoutId: z.string().max(100).optional() }),
    output: pageOutput(
      z.object({
        id: z.string(),
        type: z.string(),
        reportingCategory: z.string(),
        amountCents: centsOutput,
        feeCents: centsOutput,
        netCents: centsOutput,
        sourceId: z.string().nullable(),
        payoutId: z.string().nullable(),
        occurredAt: instantOutput,
        availableAt: instantOutput,
        reconciledAt: instantOutput.nullable(),
        entryId: z.uuid().nullable(),
      }),
    ),
    run: ({ deps, actor, query }) => listBalanceTransactions(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/stripe-events",
    tag,
    summary: "Events received from Stripe and whether they are applied, newest first",
    access: "signed-in",
    query: pageQuery.extend({ open }),
    output: pageOutput(
      z.object({
        eventId: z.string(),
        type: z.string(),
        objectKind: z.string(),
        objectId: z.string(),
        receivedAt: instantOutput,
        appliedAt: instantOutput.nullable(),
        attempts: z.int(),
        lastError: z.string().nullable(),
      }),
    ),
    run: ({ deps, actor, query }) => listStripeEvents(deps, actor, query),
  }),
  apiRoute({
    method: "GET",
    path: "/stripe-days/{day}",
    tag,
    summary: "One day of Stripe’s statement against the books, by reporting category",
    access: "signed-in",
    params: z.object({ day: z.iso.date() }),
    output: z.object({
      categories: z.array(
        z.object({
          category: z.string(),
          transactions: z.int(),
          open: z.int(),
          grossCents: centsOutput,
          feeCents: centsOutput,
          netCents: centsOutput,
        }),
      ),
      netCents: centsOutput,
      tiedCents: centsOutput,
      openDifferences: z.int(),
    }),
    run: ({ deps, actor, params }) => readStripeDay(deps, actor, params.day),
  }),
];

function stateOf(state: string): "open" | "explained" | "closed" {
  return state === "open" || state === "explained" ? state : "closed";
}

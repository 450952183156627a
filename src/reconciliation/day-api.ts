import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { closeDay } from "./close-day.ts";
import { refusalText } from "./day-refusals.ts";
import { listReconciliationDays, type ReconciliationDay, readReconciliationDay } from "./read-days.ts";

const tag = "Reconciliation";
const params = z.object({ day: z.iso.date() });

const comparison = z.object({
  firstCents: centsOutput,
  secondCents: centsOutput,
  gapCents: centsOutput,
  otherDayCents: centsOutput,
  explainedCents: centsOutput,
  unexplainedCents: centsOutput,
  loose: z.int(),
});

const day = z.object({
  day: z.string(),
  stripe: comparison
    .extend({ categories: z.array(comparison.extend({ category: z.string().nullable() })) })
    .meta({ description: "The ledger’s account `stripe` (first) against Stripe’s statement (second)" }),
  payouts: comparison
    .extend({ sentCents: centsOutput })
    .meta({ description: "Payouts that arrived, as Stripe says (first), against the bank statement (second)" }),
  bank: comparison
    .extend({
      ledgerClosingCents: centsOutput,
      statementClosingCents: centsOutput.nullable(),
      closingUnexplainedCents: centsOutput.nullable(),
    })
    .meta({ description: "The bank statement (first) against the ledger’s account `bank` (second)" }),
  differences: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      amountCents: centsOutput,
      proposedCause: z.string(),
      state: z.string(),
      explanation: z.string().nullable(),
    }),
  ),
  closing: z
    .object({
      closedBy: z.string(),
      closedAt: instantOutput,
      sealSequence: z.int().nullable(),
      sealHash: z.string().nullable(),
    })
    .nullable(),
});

const shown = ({ figures, closing, ...rest }: ReconciliationDay) => ({ ...rest, ...figures, closing: closing ?? null });

export const dayApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/reconciliation-days",
    tag,
    summary: "The last 31 Paris days, each compared three ways, today first",
    access: "signed-in",
    output: z.object({ items: z.array(day) }),
    run: async ({ deps, actor }) => ({ items: (await listReconciliationDays(deps, actor)).map(shown) }),
  }),
  apiRoute({
    method: "GET",
    path: "/reconciliation-days/{day}",
    tag,
    summary: "One Paris day compared three ways, with what its closing still lacks; as it was closed where it is",
    access: "signed-in",
    params,
    output: day.extend({
      refusals: z.array(z.object({ kind: z.string(), message: z.string() })),
      lateEntries: z.array(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          key: z.string(),
          recordedAt: instantOutput,
          reason: z.string().nullable(),
        }),
      ),
    }),
    run: async ({ deps, actor, params: { day: asked } }) => {
      const read = await readReconciliationDay(deps, actor, asked);
      const refusals = read.refusals.map((one) => ({ kind: one.kind, message: refusalText(one).en }));
      return { ...shown(read), refusals, lateEntries: [...read.lateEntries] };
    },
  }),
  apiRoute({
    method: "POST",
    path: "/reconciliation-days/{day}/closure",
    tag,
    summary: "Close a Paris day for good; refused with each reason while something is missing",
    access: "signed-in",
    params,
    run: ({ deps, actor, params: { day: asked } }) => closeDay(deps, actor, { day: asked }),
  }),
];

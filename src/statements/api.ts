import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { readLines } from "./line-page.ts";
import type { StatementLine } from "./list-lines.ts";
import { listStatements, type MonthlyStatement, type NamedStatement, readStatement } from "./read-statement.ts";

const tag = "Statements";
const agreementParams = z.object({ agreementId: z.uuid() });
const monthParams = agreementParams.extend({ month: z.string().regex(/^\d{4}-\d{2}$/) });

const standing = z.object({
  remainingCents: centsOutput.meta({ description: "What rules may still reserve (M2)" }),
  reservedCents: centsOutput,
  committedCents: centsOutput,
  paidCents: centsOutput,
  withdrawingCents: centsOutput,
  returnedCents: centsOutput,
  accountCents: centsOutput.meta({ description: "Balance of the pot's account in the ledger" }),
});

const potOutput = z.object({
  potId: z.uuid(),
  potName: z.string(),
  opening: standing,
  closing: standing,
  receivedCents: centsOutput,
  undoneCents: centsOutput.meta({ description: "Receipts that went back to the partner's bank" }),
  withdrawnCents: centsOutput.meta({ description: "Withdrawals asked for" }),
  withdrawalsEndedCents: centsOutput.meta({ description: "Withdrawals refused, cancelled or returned" }),
  reservedCents: centsOutput,
  releasedCents: centsOutput,
  committedCents: centsOutput,
  reversedCents: centsOutput,
  paidCents: centsOutput,
  clawedBackCents: centsOutput,
});

const monthOutput = z.object({
  month: z.string().meta({ description: "Of Europe/Paris, by the instant of recording: 2026-11" }),
  final: z.boolean().meta({ description: "Nothing will be added to it any more" }),
  pots: z.array(potOutput),
});

const lineOutput = z.object({
  at: instantOutput,
  potId: z.uuid(),
  move: z.string(),
  amountCents: centsOutput,
  gift: z
    .object({
      pseudonym: z.string().meta({ description: "Stands for the gift, and says nothing of the person (X6)" }),
      amountCents: centsOutput,
      campaignTitle: z.string(),
    })
    .nullable(),
  reference: z.string().nullable(),
});

export const statementApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/statements",
    tag,
    summary: "Every month of an agreement, pot by pot, the newest first",
    access: "signed-in",
    params: agreementParams,
    output: z.object({ months: z.array(monthOutput) }),
    run: async ({ deps, actor, params }) => {
      const { months } = await listStatements(deps, actor, params.agreementId);
      return { months: months.map((one) => ({ ...one, pots: one.pots.map(shownPot) })) };
    },
  }),
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/statements/{month}",
    tag,
    summary: "One month of an agreement; a month that is final is the same whenever asked",
    access: "signed-in",
    params: monthParams,
    output: monthOutput.extend({ until: instantOutput }),
    run: async ({ deps, actor, params }) => shownMonth(await readStatement(deps, actor, params)),
  }),
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/statements/{month}/lines",
    tag,
    summary: "The movements of a month, to the gift that caused each, under a pseudonym",
    access: "signed-in",
    params: monthParams,
    query: pageQuery,
    output: pageOutput(lineOutput),
    run: async ({ deps, actor, params, query }) => {
      const page = await readLines(deps, await readStatement(deps, actor, params), query);
      return { ...page, items: page.items.map(shownLine) };
    },
  }),
];

const shownMonth = ({ month, final, until, pots }: MonthlyStatement) => ({
  month: month.name,
  final,
  until,
  pots: pots.map(shownPot),
});

const shownPot = ({ potId, potName, opening, closing, moves }: NamedStatement) => ({
  potId,
  potName,
  opening,
  closing,
  receivedCents: moves.received,
  undoneCents: moves.undone,
  withdrawnCents: moves.withdrawal_requested,
  withdrawalsEndedCents: moves.withdrawal_ended,
  reservedCents: moves.reserved,
  releasedCents: moves.released,
  committedCents: moves.committed,
  reversedCents: moves.reversed,
  paidCents: moves.paid,
  clawedBackCents: moves.clawback_due,
});

const shownLine = ({ gift, reference, position: _, ...line }: StatementLine) => ({
  ...line,
  gift: gift ?? null,
  reference: reference ?? null,
});

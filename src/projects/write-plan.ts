import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { budgetLines, fundingLines, projectPlaces } from "../db/schema/projects.ts";
import { cents } from "../domain/money.ts";
import { planFaults, totalOf } from "../domain/project.ts";
import { invalidInput } from "../errors.ts";
import type { ProjectInput } from "./forms.ts";
import { planFaultField, unknownPlaces } from "./messages.ts";
import { findPlaces } from "./places.ts";

type Line = { readonly amountCents: bigint };

const inCents = <L extends Line>(line: L) => ({ ...line, amountCents: cents(line.amountCents) });

/** The columns of `projects` an input decides. Throws where budget and funding plan don't add up. */
export function projectColumns(input: ProjectInput) {
  const budget = input.budgetLines.map(inCents);
  const faults = planFaults(budget, input.fundingLines.map(inCents));
  if (faults.length > 0) throw invalidInput(faults.map(planFaultField));
  const { title, summary, description } = input;
  return { title, summary, description, totalCents: totalOf(budget) };
}

/** Puts the lines and places of a project in place of those it had. The database checks the sums at commit. */
export async function replacePlan(
  tx: Transaction,
  fundId: string,
  projectId: string,
  input: ProjectInput,
): Promise<void> {
  const placeIds = [...new Set(input.placeIds)];
  await refuseUnknownPlaces(tx, placeIds);
  const key = { fundId, projectId };
  for (const table of [budgetLines, fundingLines, projectPlaces])
    await tx.delete(table).where(and(eq(table.fundId, fundId), eq(table.projectId, projectId)));
  await tx.insert(budgetLines).values(input.budgetLines.map((line, position) => ({ ...key, position, ...line })));
  await tx.insert(fundingLines).values(input.fundingLines.map((line) => ({ ...key, ...line })));
  if (placeIds.length > 0) await tx.insert(projectPlaces).values(placeIds.map((placeId) => ({ ...key, placeId })));
}

async function refuseUnknownPlaces(tx: Transaction, placeIds: readonly string[]): Promise<void> {
  const known = new Set((await findPlaces(tx, placeIds)).map((place) => place.id));
  const unknown = placeIds.filter((id) => !known.has(id));
  if (unknown.length > 0) throw invalidInput([unknownPlaces(unknown)]);
}

import { FUNDING_SOURCES } from "../domain/project.ts";
import { centsTyped, closeUp, filledRows, rowsToForm } from "../http/form-rows.ts";
import { type Form, field, fieldValues } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { eurosForInput } from "../ui/format.ts";
import { type NewProjectInput, newProjectBody } from "./forms.ts";
import { planFaultField } from "./messages.ts";
import type { ProjectDetail } from "./queries.ts";

export const BUDGET_ROWS = { list: "budgetLines", columns: ["label", "amountCents"] } as const;

/** The form as it is shown again after an error: rows closed up. */
export const tidyForm = (form: Form): Form => closeUp(form, BUDGET_ROWS);

/** Reads a tidied form as the API's body. Throws with the fields to correct. */
export function readProjectForm(form: Form): NewProjectInput {
  const budgetLines = filledRows(form, BUDGET_ROWS).map((row) => ({
    label: row.label,
    amountCents: centsTyped(row.amountCents ?? ""),
  }));
  const fundingLines = FUNDING_SOURCES.map((source) => ({ source, typed: field(form, `funding.${source}`).trim() }))
    .filter(({ typed }) => typed !== "" && !/^0([.,]0+)?$/.test(typed))
    .map(({ source, typed }) => ({ source, amountCents: centsTyped(typed) }));
  const raw = {
    organisationId: field(form, "organisationId"),
    title: field(form, "title"),
    summary: field(form, "summary"),
    description: field(form, "description"),
    budgetLines,
    fundingLines,
    placeIds: fieldValues(form, "placeIds"),
  };
  return readBody(newProjectBody, raw, {
    explained: { budgetLines: planFaultField({ rule: "no-budget-line" }).message, fundingLines: NO_FUNDING },
    nameOf: (name) => {
      const line = /^fundingLines\.(\d+)\./.exec(name)?.[1];
      const source = line === undefined ? undefined : fundingLines[Number(line)]?.source;
      return source === undefined ? name : `funding.${source}`;
    },
  });
}

const NO_FUNDING = {
  fr: "Indiquez au moins une ressource : le total doit être égal au budget.",
  en: "Give at least one source: the total must equal the budget.",
};

/** A stored project as the fields of its form. */
export const projectToForm = (project: ProjectDetail): Form => ({
  organisationId: project.organisationId,
  title: project.title,
  summary: project.summary,
  description: project.description,
  ...rowsToForm(
    BUDGET_ROWS.list,
    project.budgetLines.map((line) => ({ label: line.label, amountCents: eurosForInput(line.amountCents) })),
  ),
  ...Object.fromEntries(
    project.fundingLines.map((line) => [`funding.${line.source}`, eurosForInput(line.amountCents)]),
  ),
  placeIds: project.places.map((place) => place.id),
});

import { z } from "zod";
import { campaignToForm, type StoredCampaign } from "./read-form.ts";

const line = z.object({ label: z.string(), cents: z.string() });

/** What a case officer reviews of a campaign and its project, as it was submitted. Old rows must stay readable. */
export const submittedContent = z.object({
  /** The fields of the campaign's form, by name. */
  form: z.record(z.string(), z.string()),
  project: z.object({
    title: z.string(),
    summary: z.string(),
    description: z.string(),
    budget: z.array(line),
    funding: z.array(line),
    places: z.array(z.string()),
  }),
});

export type SubmittedContent = z.infer<typeof submittedContent>;

export function contentOf(campaign: StoredCampaign): SubmittedContent {
  const { project } = campaign;
  const form = Object.entries(campaignToForm(campaign)).map(([name, value]) => [name, String(value)]);
  return {
    form: Object.fromEntries(form),
    project: {
      title: project.title,
      summary: project.summary,
      description: project.description,
      budget: project.budgetLines.map(({ label, amountCents }) => ({ label, cents: String(amountCents) })),
      funding: project.fundingLines.map(({ source, amountCents }) => ({ label: source, cents: String(amountCents) })),
      places: project.places.map((place) => `${place.name}, ${place.communeName}`),
    },
  };
}

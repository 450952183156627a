import type { AppError } from "../errors.ts";
import type { Form } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { ErrorSummary } from "../ui/form.tsx";
import { SIMULATOR } from "./page-messages.ts";
import type { Choices } from "./queries.ts";
import { SimulationResults } from "./results.tsx";
import type { SimulationReport } from "./simulate-matching.ts";
import { SimulationForm } from "./simulation-form.tsx";

type Props = {
  readonly values: Form;
  readonly choices: Choices;
  readonly error?: AppError | undefined;
  readonly adding?: string | undefined;
  readonly report?: SimulationReport | undefined;
  readonly download?: string | undefined;
};

/** The result first, so that a phone shows it at once, and what it was asked with below. */
export function SimulationPage({ report, download, error, ...form }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(SIMULATOR.title)}</h1>
      <p class="lead">{t(SIMULATOR.lead)}</p>
      <ErrorSummary error={error} />
      {report !== undefined && (
        <SimulationResults report={report}>
          <ul class="plain links">
            {download !== undefined && (
              <li>
                <a href={download}>{t(SIMULATOR.download)}</a>
              </li>
            )}
            <li>
              <a href="#simulation">{t(SIMULATOR.change)}</a>
            </li>
          </ul>
        </SimulationResults>
      )}
      <SimulationForm {...form} error={error} />
    </>
  );
}

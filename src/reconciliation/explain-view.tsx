import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { BANK } from "./bank-page-messages.ts";
import type { DifferenceDetail } from "./read-difference.ts";
import { resolutionText } from "./resolution-text.ts";

type Props = {
  readonly difference: DifferenceDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** Where the form stands on its page. */
export const EXPLAINING = "explication";

/** The first person's form: why, and what is to be done (R2). */
export function Explaining({ difference, typed, error }: Props) {
  const t = useText();
  return (
    <section id={EXPLAINING}>
      <h2>{t(BANK.explain)}</h2>
      <p>{t(BANK.explainHint)}</p>
      <Form action={`/ecarts/${difference.id}/explication`}>
        <Field
          name="reason"
          label={BANK.reason}
          rows={4}
          maxLength={2_000}
          value={field(typed, "reason") || (difference.explanation ?? "")}
          errors={error?.fields}
        />
        <Select
          name="resolution"
          label={BANK.resolution}
          options={difference.proposals.map(({ resolution }) => ({
            value: resolution,
            label: resolutionText(resolution, difference.proposals),
          }))}
          value={field(typed, "resolution") || (difference.resolution ?? "")}
          errors={error?.fields}
        />
        <Button>{t(BANK.explain)}</Button>
      </Form>
      {difference.line !== undefined && (
        <p>
          <a href={`/ecarts/${difference.id}/repartition`}>{t(BANK.split)}</a>
        </p>
      )}
    </section>
  );
}

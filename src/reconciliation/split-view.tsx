import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { BANK } from "./bank-page-messages.ts";
import type { Proposal } from "./bank-proposals.ts";
import { LineTable } from "./bank-views.tsx";
import type { DifferenceDetail } from "./read-difference.ts";
import { resolutionText } from "./resolution-text.ts";

type Props = {
  readonly difference: DifferenceDetail;
  readonly proposals: readonly Proposal[];
  readonly rows: number;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One bank line for several things: its parts, as the first person proposes them (R2). */
export function SplitPage({ difference, proposals, rows, typed, error }: Props) {
  const t = useText();
  const options = proposals.map(({ resolution }) => ({
    value: resolution,
    label: resolutionText(resolution, proposals),
  }));
  return (
    <>
      <h1>{t(BANK.splitTitle)}</h1>
      <ErrorSummary error={error} />
      {difference.line !== undefined && <LineTable lines={[difference.line]} caption={BANK.line} />}
      <p>{t(BANK.splitHint)}</p>
      <Form action={`/ecarts/${difference.id}/repartition`}>
        <fieldset id="parts" class="field rows">
          <legend>{t(BANK.parts)}</legend>
          {Array.from({ length: rows }, (_, row) => (
            <div class="row" key={row}>
              <Field
                name={`parts.${row}.amountCents`}
                label={numbered(BANK.part, row)}
                inputMode="decimal"
                unit="€"
                value={field(typed, `parts.${row}.amountCents`)}
                errors={error?.fields}
                optional
              />
              <Select
                name={`parts.${row}.resolution`}
                label={numbered(BANK.destination, row)}
                options={options}
                value={field(typed, `parts.${row}.resolution`)}
                errors={error?.fields}
                optional
              />
            </div>
          ))}
        </fieldset>
        <Field
          name="reason"
          label={BANK.reason}
          rows={3}
          maxLength={2_000}
          value={field(typed, "reason")}
          errors={error?.fields}
        />
        <Button>{t(BANK.splitSend)}</Button>
      </Form>
      <p>
        <a href={`/ecarts/${difference.id}`}>{t(BANK.backToDifference)}</a>
      </p>
    </>
  );
}

const numbered = (label: { fr: string; en: string }, row: number) => ({
  fr: `${label.fr} (${row + 1})`,
  en: `${label.en} (${row + 1})`,
});

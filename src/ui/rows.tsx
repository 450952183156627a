import type { ComponentChildren } from "preact";
import type { FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "./context.ts";
import { describedBy, errorOf, FieldNotes } from "./field.tsx";
import { useFieldLabel } from "./field-labels.ts";
import { Button } from "./form.tsx";

/** Name of the button that asks for more rows; its value names the list. */
export const ADD_BUTTON = "add";

type RowsProps = {
  readonly name: string;
  readonly legend: Text;
  readonly hint?: Text;
  readonly count: number;
  readonly addLabel: Text;
  /** What the button asks for; the list, where it is left out. */
  readonly addValue?: string;
  readonly errors?: readonly FieldError[] | undefined;
  readonly row: (index: number) => ComponentChildren;
};

/** Repeated fields that grow without a script: the button sends the form, which comes back with more rows. */
export function Rows({ name, legend, hint, count, addLabel, addValue = name, errors, row }: RowsProps) {
  const t = useText();
  const own = errorOf(errors, name);
  useFieldLabel(name, legend);
  return (
    <fieldset class="field rows" id={name} aria-describedby={describedBy(name, hint, own)}>
      <legend>{t(legend)}</legend>
      <FieldNotes name={name} hint={hint} error={own} />
      {Array.from({ length: count }, (_, index) => (
        <div class="row" key={index}>
          {row(index)}
        </div>
      ))}
      <Button kind="secondary" name={ADD_BUTTON} value={addValue}>
        {t(addLabel)}
      </Button>
    </fieldset>
  );
}

/** First in a form with several buttons: what the Enter key presses. */
export const EnterButton = () => <button type="submit" class="visually-hidden" tabIndex={-1} aria-hidden="true" />;

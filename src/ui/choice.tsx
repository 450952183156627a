import type { FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "./context.ts";
import { describedBy, errorOf, FieldNotes } from "./field.tsx";
import { useFieldLabel } from "./field-labels.ts";
import { ui } from "./messages.ts";

export type Option = { readonly value: string; readonly label: Text; readonly hint?: Text };

type ChoiceProps = {
  readonly name: string;
  readonly legend: Text;
  readonly hint?: Text | undefined;
  readonly options: readonly Option[];
  readonly value?: string | readonly string[] | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly optional?: boolean;
  /** Several answers: check boxes. */
  readonly several?: boolean;
};

/** One answer of several as radio buttons, or several as check boxes. */
export function Choice(props: ChoiceProps) {
  const t = useText();
  const own = errorOf(props.errors, props.name);
  useFieldLabel(props.name, props.legend);
  const chosen = [props.value ?? []].flat();
  return (
    <fieldset class="field choice" id={props.name} aria-describedby={describedBy(props.name, props.hint, own)}>
      <legend>
        {t(props.legend)} {props.optional && <span class="optional">{t(ui.optional)}</span>}
      </legend>
      <FieldNotes name={props.name} hint={props.hint} error={own} />
      {props.options.map((option, index) => (
        <label class="option" key={option.value}>
          <input
            type={props.several ? "checkbox" : "radio"}
            name={props.name}
            value={option.value}
            checked={chosen.includes(option.value)}
            required={!props.several && !props.optional && index === 0}
          />
          <span>
            {t(option.label)}
            {option.hint && <span class="hint">{t(option.hint)}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

type CheckBoxProps = {
  readonly name: string;
  readonly label: Text;
  readonly hint?: Text | undefined;
  readonly checked?: boolean;
  readonly errors?: readonly FieldError[] | undefined;
};

/** A yes-or-no; its value is "on". Never checked beforehand for anything that costs the person. */
export function CheckBox(props: CheckBoxProps) {
  const t = useText();
  const own = errorOf(props.errors, props.name);
  useFieldLabel(props.name, props.label);
  return (
    <div class="field">
      <label class="option">
        <input
          type="checkbox"
          id={props.name}
          name={props.name}
          checked={props.checked ?? false}
          aria-invalid={own === undefined ? undefined : true}
          aria-describedby={describedBy(props.name, props.hint, own)}
        />
        <span>{t(props.label)}</span>
      </label>
      <FieldNotes name={props.name} hint={props.hint} error={own} />
    </div>
  );
}

type SelectProps = Omit<ChoiceProps, "legend" | "several" | "value"> & {
  readonly label: Text;
  readonly value?: string | undefined;
  /** What no answer means, in a filter: "All". */
  readonly empty?: Text;
};

/** One answer of a long list. */
export function Select(props: SelectProps) {
  const t = useText();
  const own = errorOf(props.errors, props.name);
  useFieldLabel(props.name, props.label);
  return (
    <div class="field">
      <label for={props.name}>
        {t(props.label)} {props.optional && <span class="optional">{t(ui.optional)}</span>}
      </label>
      <FieldNotes name={props.name} hint={props.hint} error={own} />
      <select
        id={props.name}
        name={props.name}
        required={props.optional !== true}
        aria-invalid={own === undefined ? undefined : true}
        aria-describedby={describedBy(props.name, props.hint, own)}
      >
        <option value="">{t(props.empty ?? ui.choose)}</option>
        {props.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === props.value}>
            {t(option.label)}
          </option>
        ))}
      </select>
    </div>
  );
}

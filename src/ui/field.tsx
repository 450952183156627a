import { type ComponentChildren, h } from "preact";
import type { FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "./context.ts";
import { useFieldLabel } from "./field-labels.ts";
import { ui } from "./messages.ts";

type Errors = readonly FieldError[];

export type FieldProps = {
  readonly name: string;
  readonly label: Text;
  readonly hint?: Text | undefined;
  readonly value?: string | undefined;
  /** All errors of the form; the field picks its own. */
  readonly errors?: Errors | undefined;
  readonly optional?: boolean;
  readonly type?: "text" | "email" | "date" | "datetime-local" | "url" | "tel" | "search" | "number";
  readonly inputMode?: "numeric" | "decimal" | "email" | "text";
  readonly autocomplete?: string;
  readonly maxLength?: number;
  /** More than one line: a text area of that many rows. */
  readonly rows?: number;
  /** What stands behind the input: `€`, `%`. */
  readonly unit?: string;
};

/** A labelled input with its hint and its error, tied together for screen readers. */
export function Field(props: FieldProps) {
  const t = useText();
  const own = errorOf(props.errors, props.name);
  useFieldLabel(props.name, props.label);
  const input = {
    id: props.name,
    name: props.name,
    required: props.optional !== true,
    autocomplete: props.autocomplete,
    maxLength: props.maxLength,
    "aria-invalid": own === undefined ? undefined : true,
    "aria-describedby": describedBy(props.name, props.hint, own),
  };
  return (
    <div class="field">
      <label for={props.name}>
        {t(props.label)} {props.optional && <span class="optional">{t(ui.optional)}</span>}
      </label>
      <FieldNotes name={props.name} hint={props.hint} error={own} />
      {props.rows === undefined ? (
        <span class="input">
          {h("input", { ...input, type: props.type ?? "text", inputMode: props.inputMode, value: props.value ?? "" })}
          {props.unit && <span class="unit">{props.unit}</span>}
        </span>
      ) : (
        <textarea {...input} rows={props.rows}>
          {props.value ?? ""}
        </textarea>
      )}
    </div>
  );
}

/**
 * An amount in euros, as people type it; read it with `parseEuros`. Its autocomplete is not off: browsers bring back no
 * such field with the back button.
 */
export const MoneyField = (props: Omit<FieldProps, "type" | "inputMode" | "unit" | "rows">) => (
  <Field hint={ui.amountHint} {...props} inputMode="decimal" unit="€" />
);

type FileProps = Pick<FieldProps, "name" | "label" | "hint" | "errors" | "optional"> & { readonly accept?: string };

/** A file; its form needs `upload`. */
export function FileField(props: FileProps) {
  const t = useText();
  const own = errorOf(props.errors, props.name);
  useFieldLabel(props.name, props.label);
  return (
    <div class="field">
      <label for={props.name}>{t(props.label)}</label>
      <FieldNotes name={props.name} hint={props.hint} error={own} />
      <input
        type="file"
        id={props.name}
        name={props.name}
        accept={props.accept}
        required={props.optional !== true}
        aria-describedby={describedBy(props.name, props.hint, own)}
      />
    </div>
  );
}

export const errorOf = (errors: Errors | undefined, name: string): Text | undefined =>
  errors?.find((error) => error.field === name)?.message;

export const describedBy = (name: string, hint: Text | undefined, error: Text | undefined): string | undefined =>
  [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ") || undefined;

type NotesProps = { readonly name: string; readonly hint: Text | undefined; readonly error: Text | undefined };

export function FieldNotes({ name, hint, error }: NotesProps): ComponentChildren {
  const t = useText();
  return (
    <>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {t(hint)}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          <strong>{t(ui.error)}</strong> {t(error)}
        </p>
      )}
    </>
  );
}

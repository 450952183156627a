import type { ComponentChildren } from "preact";
import type { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { useSurroundings, useText } from "./context.ts";
import { namingField, useNamedField } from "./field-labels.ts";
import { ui } from "./messages.ts";

/** Name of the hidden field that `mountPages` checks on every POST. */
export const FORM_TOKEN_FIELD = "_token";

/** The same for each click on one page's button, so that a double click acts once. */
export const FORM_ONCE_FIELD = "_once";

/** Names a form that was kept: it is sent again as it was typed. */
export const KEPT_FORM_FIELD = "_kept";

type FormProps = {
  readonly action: string;
  readonly children: ComponentChildren;
  /** Carries files. */
  readonly upload?: boolean;
  /** Where a script, if there is one, saves what is typed as a draft. */
  readonly autosave?: string | undefined;
  /** The button a script, if there is one, presses as one types, to show the answer marked `data-answer`. */
  readonly live?: { readonly name: string; readonly value: string } | undefined;
};

/** A POST form. Always this component, never a bare `<form method="post">`: it carries the token. */
export function Form({ action, children, upload, autosave, live }: FormProps) {
  const { formToken, formOnce } = useSurroundings();
  return (
    <form
      method="post"
      action={action}
      encType={upload ? "multipart/form-data" : undefined}
      data-autosave={autosave}
      data-live={live && `${live.name}=${live.value}`}
      noValidate
    >
      <input type="hidden" name={FORM_TOKEN_FIELD} value={formToken} />
      {formOnce && <input type="hidden" name={FORM_ONCE_FIELD} value={formOnce} />}
      {children}
    </form>
  );
}

/** A GET form: search and filters. */
export const SearchForm = ({ action, children }: Pick<FormProps, "action" | "children">) => (
  <search>
    <form method="get" action={action} class="search">
      {children}
    </form>
  </search>
);

type Kind = "primary" | "secondary" | "danger";

type ButtonProps = {
  readonly children: ComponentChildren;
  readonly kind?: Kind;
  readonly name?: string;
  readonly value?: string;
  /** Sends the form elsewhere and shows the answer in a new tab: what is typed here stays. */
  readonly opens?: string;
  /** Sends the form elsewhere: one form, two decisions. */
  readonly to?: string;
};

export const Button = ({ children, kind = "primary", name, value, opens, to }: ButtonProps) => (
  <button
    type="submit"
    class={`button ${kind}`}
    name={name}
    value={value}
    formAction={opens ?? to}
    formTarget={opens === undefined ? undefined : "_blank"}
  >
    {children}
  </button>
);

export const ButtonLink = (props: { href: string; children: ComponentChildren; kind?: Kind }) => (
  <a class={`button ${props.kind ?? "primary"}`} href={props.href}>
    {props.children}
  </a>
);

type ActionProps = {
  readonly action: string;
  readonly label: Text;
  readonly kind?: Kind;
  readonly fields?: Readonly<Record<string, string>>;
};

/** One button that posts: `POST /versements/:id/approbation`. */
export function ActionButton({ action, label, kind = "primary", fields = {} }: ActionProps) {
  const t = useText();
  return (
    <Form action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      <Button kind={kind}>{t(label)}</Button>
    </Form>
  );
}

/** What is to be corrected, at the top of the form, each line naming its field and leading to it. */
export function ErrorSummary({ error }: { readonly error?: AppError | undefined }) {
  const t = useText();
  const fieldOf = useNamedField();
  if (error === undefined) return null;
  return (
    <div class="notice error-summary" role="alert" tabIndex={-1} aria-labelledby="error-summary">
      <h2 id="error-summary">{t(error.fields.length > 0 ? ui.correctThis : error.text)}</h2>
      {error.fields.length > 0 && (
        <ul>
          {error.fields.map((one) => {
            const { name, label } = fieldOf(one.field);
            return (
              <li key={one.field}>
                <a href={`#${name}`}>{t(namingField(label, one.message))}</a>
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

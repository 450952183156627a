import type { FieldError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";

type Props = {
  readonly action: string;
  readonly heading: Text;
  /** One below what stands above it. */
  readonly level?: "h2" | "h3";
  readonly note?: Text;
  readonly label: Text;
  readonly button: Text;
  readonly kind?: "primary" | "secondary" | "danger";
  readonly name?: "reason" | "message";
  readonly optional?: boolean;
  readonly value?: string;
  readonly errors?: readonly FieldError[] | undefined;
};

/** One decision with its words: a heading, what follows from it, the reason, the button. */
export function ReasonForm({
  action,
  heading,
  level: Heading = "h3",
  note,
  label,
  button,
  kind = "primary",
  name = "reason",
  ...rest
}: Props) {
  const t = useText();
  const { optional = false, value, errors } = rest;
  return (
    <section>
      <Heading>{t(heading)}</Heading>
      {note !== undefined && <p>{t(note)}</p>}
      <Form action={action}>
        <Field name={name} label={label} rows={3} optional={optional} value={value} errors={errors} />
        <Button kind={kind}>{t(button)}</Button>
      </Form>
    </section>
  );
}

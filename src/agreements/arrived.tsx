import type { FieldError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { PARTNERS } from "../partners/page-messages.ts";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Notice } from "../ui/show.tsx";
import { ROUNDS, TERMS } from "./page-messages.ts";
import type { Version } from "./queries.ts";

type Props = { readonly version: Version; readonly changes: readonly Text[]; readonly own: string };

/** What the other side sent while one was writing: its message, and what it changes. */
export function Arrived({ version, changes, own }: Props) {
  const t = useText();
  return (
    <Notice tone="warning">
      <p>{t(TERMS.arrived(version.version))}</p>
      {version.message !== "" && (
        <p class="typed">
          {t(TERMS.theirMessage)} {version.message}
        </p>
      )}
      <Changes changes={changes} />
      <p>
        <a href={`${own}/echanges`}>{t(ROUNDS.compare)}</a>
      </p>
    </Notice>
  );
}

/** Differences of two versions, one a line. */
export function Changes({ changes }: { readonly changes: readonly Text[] }) {
  const t = useText();
  if (changes.length === 0) return <p>{t(ROUNDS.same)}</p>;
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.en}>{t(change)}</li>
      ))}
    </ul>
  );
}

type RecipientProps = {
  /** One's own organisations; none where the fund proposes, which names the partner by its number. */
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly values: FormValues;
  readonly errors: readonly FieldError[] | undefined;
};

/** Between whom the agreement is. */
export function Recipient({ organisations, values, errors }: RecipientProps) {
  const [only] = organisations;
  if (only === undefined)
    return (
      <Field
        name="number"
        label={PARTNERS.number}
        hint={PARTNERS.numberHint}
        maxLength={40}
        value={field(values, "number")}
        errors={errors}
      />
    );
  if (organisations.length === 1) return <input type="hidden" name="partnerId" value={only.id} />;
  return (
    <Select
      name="partnerId"
      label={TERMS.organisation}
      value={field(values, "partnerId")}
      errors={errors}
      options={organisations.map(({ id, name }) => ({ value: id, label: { fr: name, en: name } }))}
    />
  );
}

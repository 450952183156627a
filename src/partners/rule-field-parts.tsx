import type { ComponentChildren } from "preact";
import { CATEGORY_NAMES } from "../campaigns/messages.ts";
import { CAMPAIGN_CATEGORIES } from "../domain/campaign.ts";
import type { FieldError } from "../errors.ts";
import { type Form as FormValues, fieldValues } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { KNOWN_PLACE_TYPES, placeTypeName } from "../matching/territory-names.ts";
import { VOCABULARIES } from "../places/standard.ts";
import { CheckBox, Choice, type Option } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import type { LISTS } from "./read-rule-form.ts";
import { RULE } from "./rule-form-messages.ts";

export type Shared = (name: string) => {
  readonly name: string;
  readonly value: string;
  readonly errors: readonly FieldError[] | undefined;
};

/** What every group of a rule's fields is given. */
export type Own = {
  readonly shared: Shared;
  readonly values: FormValues;
  readonly errors: readonly FieldError[] | undefined;
  readonly prefix: string;
};

/** Open where something is typed or to be corrected, and where the chosen kind asks for it. */
export function Block(
  props: Own & { title: Text; hint?: Text; names: readonly string[]; open?: boolean; children: ComponentChildren },
) {
  const t = useText();
  const isFilled = props.names.some((name) => fieldValues(props.values, props.prefix + name).some((one) => one !== ""));
  const isWrong = props.errors?.some((error) => props.names.some((name) => error.field === props.prefix + name));
  return (
    <details open={props.open || isFilled || isWrong}>
      <summary>{t(props.title)}</summary>
      {props.hint && <p class="hint">{t(props.hint)}</p>}
      {props.children}
    </details>
  );
}

export const Tick = ({ shared, name, label, hint }: { shared: Shared; name: string; label: Text; hint?: Text }) => {
  const { value, ...own } = shared(name);
  return <CheckBox {...own} label={label} hint={hint} checked={value === "on"} />;
};

type ListField = {
  readonly name: (typeof LISTS)[number];
  readonly legend: Text;
  readonly options: readonly Option[];
};

const asIs = (value: string): Option => ({ value, label: { fr: value, en: value } });

export function ListChoice({ prefix, values, errors, list }: Own & { readonly list: ListField }) {
  const name = `${prefix}filter.${list.name}`;
  const chosen = fieldValues(values, name);
  // A value that came by the API and has no box of its own must survive a change.
  const others = chosen.filter((value) => !list.options.some((option) => option.value === value)).map(asIs);
  return (
    <Choice
      name={name}
      legend={list.legend}
      hint={RULE.listHint}
      options={[...list.options, ...others]}
      value={chosen}
      errors={errors}
      several
      optional
    />
  );
}

export const CATEGORIES: ListField = {
  name: "categories",
  legend: RULE.categories,
  options: CAMPAIGN_CATEGORIES.map((value) => ({ value, label: CATEGORY_NAMES[value] })),
};

export const PLACE_LISTS: readonly ListField[] = [
  {
    name: "placeTypes",
    legend: RULE.placeTypes,
    options: KNOWN_PLACE_TYPES.map((value) => ({ value, label: placeTypeName(value) })),
  },
  { name: "services", legend: RULE.services, options: VOCABULARIES.services.map(asIs) },
  { name: "publics", legend: RULE.publics, options: VOCABULARIES.publics_specifiquement_adresses.map(asIs) },
  {
    name: "labels",
    legend: RULE.labels,
    options: [...VOCABULARIES.dispositif_programmes_nationaux, ...VOCABULARIES.formations_labels].map(asIs),
  },
];

import type { Form } from "./page-kit.tsx";

/** Codes and tokens that let somebody in; the fields of our own form kit. */
const SECRET = /^(?:_.*|code|jeton|password|secret)$/i;

export const withoutSecrets = (form: Form): Form =>
  Object.fromEntries(Object.entries(form).filter(([name]) => !SECRET.test(name)));

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9 ]{10,40}$/i;
/** Ids, hashes, whole parts of a form carried as JSON, and the values of buttons and choices. */
const OF_MACHINES = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{40,}|on|yes|no|[a-z]+(?:_[a-z]+)+|\{.*\}|\[.*\])$/is;
const MOST_VALUES = 40;
const MOST_CHARACTERS = 240;

/** What a person can recognise of what they typed: long texts begun, bank accounts hidden (X7), ids left out. */
export function recognisableValues(form: Form): readonly string[] {
  return Object.values(withoutSecrets(form))
    .flat()
    .map((value) => value.trim())
    .filter((value) => value.length > 1 && !OF_MACHINES.test(value))
    .slice(0, MOST_VALUES)
    .map((value) => (IBAN.test(value) ? `${value.slice(0, 2)}… ${value.slice(-4)}` : shortened(value)));
}

const shortened = (value: string): string =>
  value.length <= MOST_CHARACTERS ? value : `${value.slice(0, MOST_CHARACTERS).trimEnd()}…`;

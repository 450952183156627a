/** What drizzle adds to a failed query: the values it was sent with. */
const QUERY_VALUES = /\nparams: [\s\S]*?(?=\n {4}at |$)/;
const EMAIL = /[^\s@<>"'()]+@[^\s@<>"'()]+/g;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b/g;

/** An error's text without what a person typed (X7): messages of the database and of Stripe may quote it. */
export const scrub = (text: string): string =>
  text.replace(QUERY_VALUES, "").replace(EMAIL, "[e-mail]").replace(IBAN, "[iban]");

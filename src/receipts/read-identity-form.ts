import type { ReceiptIdentity } from "../domain/tax-receipt.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { type IdentityInput, identityBody } from "./identity-form.ts";

const PERSON = ["givenName", "familyName"] as const;
const COMPANY = ["companyName", "siren", "legalForm"] as const;
const ADDRESS = ["address", "postcode", "town", "country"] as const;

export const COMPANY_FIELDS = [...COMPANY, ...ADDRESS] as const;

/** Reads the fields that belong to the kind chosen; the others are left where they are. */
export function readIdentityForm(form: Form): IdentityInput {
  const kind = field(form, "kind") === "company" ? "company" : "person";
  const fields = [...(kind === "company" ? COMPANY : PERSON), ...ADDRESS];
  const typed = Object.fromEntries(fields.map((name) => [name, field(form, name).trim()]));
  return readBody(identityBody, { kind, ...typed });
}

/** A stored identity as the fields of its form. */
export function identityToForm(identity: ReceiptIdentity): Form {
  const { address, ...who } = identity;
  return { ...who, address: address.line, postcode: address.postcode, town: address.town, country: address.country };
}

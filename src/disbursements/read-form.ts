import { centsTyped } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { disbursementBody } from "./forms.ts";

/** The fields of `DisbursementFields` as the API's body. */
export const readDisbursementForm = (form: Form) =>
  readBody(disbursementBody, {
    amountCents: centsTyped(field(form, "amountCents")),
    rail: field(form, "rail"),
    purpose: field(form, "purpose"),
  });

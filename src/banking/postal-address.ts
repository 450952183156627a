import { countrySpecs } from "ibantools";
import { PaymentFileRefused } from "./errors.ts";
import { checkedText } from "./pain001-checks.ts";
import { toSepaText } from "./sepa-text.ts";
import type { XmlElement } from "./xml.ts";
import { branch, leaf, optionalLeaf } from "./xml-writing.ts";

/**
 * Structured address, or hybrid with up to two free lines. Town and country always stand alone: banks reject wholly unstructured
 * addresses from 22 November 2026 (EPC SCT rulebook 2025).
 */
export type PostalAddress = {
  readonly street?: string;
  readonly buildingNumber?: string;
  readonly postCode?: string;
  readonly town: string;
  /** ISO 3166, two capitals. */
  readonly country: string;
  readonly lines?: readonly string[];
};

export const postalAddress = (address: PostalAddress, field: string): XmlElement => {
  if (!/^[A-Z]{2}$/.test(address.country) || !Object.hasOwn(countrySpecs, address.country)) {
    throw new PaymentFileRefused("country", `${field}.country`, "is not an ISO 3166 country code");
  }
  const lines = address.lines ?? [];
  if (lines.length > 2) throw new PaymentFileRefused("too-long", `${field}.lines`, "has more than two lines");
  const optional = (name: string, text: string | undefined, maxLength: number) =>
    optionalLeaf(name, toSepaText(text ?? "", maxLength));
  return branch(
    "PstlAdr",
    optional("StrtNm", address.street, 70),
    optional("BldgNb", address.buildingNumber, 16),
    optional("PstCd", address.postCode, 16),
    leaf("TwnNm", checkedText(address.town, 35, `${field}.town`)),
    leaf("Ctry", address.country),
    ...lines.map((line) => optional("AdrLine", line, 70)),
  );
};

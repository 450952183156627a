import type { Deps } from "../deps.ts";

/** The fund as a party of an agreement: its name with its SIRET, and where it sits. */
export function fundParty({ bankAccount, siret }: Pick<Deps, "bankAccount" | "siret">) {
  const { name, address } = bankAccount;
  const street = [address.buildingNumber, address.street].filter(Boolean).join(" ");
  const town = [address.postCode, address.town].filter(Boolean).join(" ");
  return {
    name: siret === undefined ? name : `${name}, SIRET ${siret}`,
    address: [street, town].filter((part) => part !== "").join(", "),
  };
}

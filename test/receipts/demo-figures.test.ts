import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cents } from "../../src/domain/money.ts";
import { PARAMETERS } from "../../src/domain/parameters.ts";
import { decideReceipt, formOf, type ReceiptIdentity, taxReduction } from "../../src/domain/tax-receipt.ts";
import { sharedData } from "../places/support.ts";

const file = sharedData("demo/demo-seed.json");

type Seed = {
  readonly donors: readonly { readonly id: string; readonly type: string }[];
  readonly campaigns: readonly {
    readonly id: string;
    readonly contreparties: readonly { id: string; valeur_cents: number }[];
  }[];
  readonly gifts: readonly {
    readonly id: string;
    readonly donor: string;
    readonly campaign: string;
    readonly montant_cents: number;
    readonly contrepartie: string | null;
    readonly statut: string;
  }[];
  readonly attendu: {
    readonly recus: readonly { don: string; recu: boolean; cerfa: string; reduction_theorique_cents: number }[];
  };
};

const address = { line: "1 rue", postcode: "23200", town: "Aubusson", country: "France" };
const identityOf = (type: string): ReceiptIdentity =>
  type === "entreprise"
    ? { kind: "company", companyName: "Menuiserie", siren: "000000315", legalForm: "SARL", address }
    : { kind: "person", givenName: "Solène", familyName: "Vaugrenard", address };

test.skipIf(file === undefined)(
  "T3, T4: each gift of the demo gets the receipt and reduction expected of it, or none",
  () => {
    const seed: Seed = JSON.parse(readFileSync(file ?? "", "utf8"));

    const found = seed.gifts.map((gift) => {
      const reward = seed.campaigns
        .find(({ id }) => id === gift.campaign)
        ?.contreparties.find(({ id }) => id === gift.contrepartie);
      const rewardCents = cents(BigInt(reward?.valeur_cents ?? 0));
      const giftCents = cents(BigInt(gift.montant_cents));
      const identity = identityOf(seed.donors.find(({ id }) => id === gift.donor)?.type ?? "");
      const decision = decideReceipt(
        {
          state: "captured",
          campaign: "succeeded",
          giftCents,
          returnedCents: gift.statut === "remboursé" ? giftCents : cents(0n),
          isDisputed: false,
          identity,
          rewardCents,
          rewardsOfYearCents: rewardCents,
        },
        {
          rewardSharePercent: PARAMETERS["receipt-reward-share-percent"].value,
          rewardYearlyCapCents: cents(PARAMETERS["receipt-reward-yearly-cap"].value),
        },
      );
      const percent =
        identity.kind === "person" ? PARAMETERS["reduction-people-percent"] : PARAMETERS["reduction-companies-percent"];
      return {
        don: gift.id,
        recu: decision.kind === "due",
        cerfa: formOf(identity),
        reduction_theorique_cents:
          decision.kind === "due" ? Number(taxReduction(decision.amountCents, percent.value)) : 0,
      };
    });

    expect(found).toEqual(
      seed.attendu.recus.map(({ don, recu, cerfa, reduction_theorique_cents }) => ({
        don,
        recu,
        cerfa,
        reduction_theorique_cents,
      })),
    );
  },
);

import type { Deps } from "../deps.ts";
import { cents } from "../domain/money.ts";
import type { Text } from "../i18n/text.ts";
import { type AgreementFacts, agreementText } from "./agreement-text.ts";
import type { TemplateInput } from "./forms.ts";
import { fundParty } from "./fund-party.ts";
import { ONE_SCHEDULE } from "./schedule.ts";

const none = cents(0n);

const exampleFacts = (deps: Pick<Deps, "bankAccount" | "siret">): AgreementFacts => ({
  grantId: "00000000-0000-0000-0000-000000000000",
  fund: fundParty(deps),
  organisation: {
    name: "La Fabrique du Coin",
    siret: null,
    rna: "W231000000",
    address: "1 place du Marché",
    postcode: "23000",
    town: "Guéret",
  },
  projectTitle: "Un atelier ouvert à tous",
  projectSummary: "Des machines et quelqu’un pour aider.",
  campaignTitle: "Un atelier bois et numérique",
  amountCents: 1_250_000n,
  sources: { giftsCents: 800_000n, matchesCents: 400_000n, topUpCents: 50_000n, ownGrantCents: 0n },
  budget: [
    { label: "Découpeuse", amountCents: 1_000_000n },
    { label: "Formation", amountCents: 250_000n },
  ],
  schedule: ONE_SCHEDULE,
  startsOn: "2030-01-01",
  endsOn: "2030-12-31",
  conditions: "",
  grantedAt: new Date("2030-01-01T12:00:00Z"),
  writtenAboveCents: 2_300_000n,
  reportMonths: 6,
  deMinimis: {
    declaration: undefined,
    on: "2030-01-01",
    aids: [],
    verdict: { kind: "within", receivedCents: none, totalCents: none, ceilingCents: none },
  },
});

/** How an agreement would read with this wording, for an imaginary grant. */
export const exampleAgreement = (
  deps: Pick<Deps, "bankAccount" | "siret">,
  { bodyFr, bodyEn }: Pick<TemplateInput, "bodyFr" | "bodyEn">,
): readonly Text[] => agreementText({ fr: bodyFr, en: bodyEn }, exampleFacts(deps));

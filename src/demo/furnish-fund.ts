import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { importPlaces } from "../places/import-places.ts";
import { proposeAgreement } from "./agreement-proposal.ts";
import { bringToLife } from "./campaign-life.ts";
import { approveAndOpen, submitProject } from "./campaigns.ts";
import { receiveFirstMoney } from "./first-money.ts";
import { registerOrganisations, verifyHolderAccount } from "./organisations.ts";
import { agreeWithPartner, companyTerms, foundationTerms } from "./partners.ts";
import { PLACES_FILE } from "./places-file.ts";
import { BUS, LIBRARY, WORKSHOPS } from "./projects.ts";

const MASSIF_CENTRAL = ["07", "12", "15", "30", "43", "48"];

/**
 * Gives a fund with people something to show, through the same use cases as everyone: places, organisations, partners
 * with money in their pots, a proposal to answer, a reserve, a transfer nobody can place, two live campaigns and one
 * that waits for review.
 * Each step leaves alone what an interrupted start had already made.
 */
export async function furnishFund(deps: Deps): Promise<void> {
  await importPlaces(deps, worker("demo-data"), { path: PLACES_FILE, onFinding: () => {} });
  const { holder, partner, company } = await registerOrganisations(deps);
  await verifyHolderAccount(deps, holder);
  await receiveFirstMoney(deps, {
    reserveCents: 800_000n,
    strayCents: 12_000n,
    foundation: {
      pot: await agreeWithPartner(deps, foundationTerms(partner, 500_000, MASSIF_CENTRAL)),
      amountCents: 400_000n,
    },
    company: { pot: await agreeWithPartner(deps, companyTerms(company, 200_000)), amountCents: 150_000n },
  });
  await proposeAgreement(deps, company);
  const submit = (demo: typeof BUS, placeIds: readonly string[], days: number) =>
    submitProject(deps, demo, { organisationId: holder, placeIds, days });
  await submit(WORKSHOPS, ["fabrique-du-gevaudan"], 35);
  const message = "Dossier complet, budget clair. Bonne collecte !";
  const bus = await submit(BUS, ["bus-du-causse"], 30);
  await approveAndOpen(deps, bus, message);
  await bringToLife(deps, bus);
  await approveAndOpen(deps, await submit(LIBRARY, ["mediatheque-trois-rivieres"], 45), message);
}

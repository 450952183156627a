import { v7 as uuidv7 } from "uuid";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { makeOffer } from "../offers/make-offer.ts";
import { answerQuestion } from "../questions/answer-question.ts";
import { askQuestion } from "../questions/ask-question.ts";
import { publishUpdate } from "../updates/publish-update.ts";
import { listUpdates } from "../updates/queries.ts";
import type { DemoCampaign } from "./campaigns.ts";
import { actAs } from "./people.ts";

const VISITOR: Actor = { kind: "guest" };

/** News of the bus, a question with its answer and one without, and an offer to answer. Told once. */
export async function bringToLife(deps: Deps, { id: campaignId }: DemoCampaign): Promise<void> {
  const holder = await actAs(deps.db, "holder");
  if ((await listUpdates(deps, { campaignId, limit: 1 })).items.length > 0) return;
  const ask = (name: string, email: string, body: string) =>
    askQuestion(deps, VISITOR, { campaignId, name, email, body, language: "fr" });
  const questionId = await ask("Zoé Causse", "zoe.causse@example.org", "Le bus passera-t-il aussi le samedi ?");
  await answerQuestion(deps, holder, {
    campaignId,
    questionId,
    answer: "Oui, un samedi sur deux, de dix heures à midi.",
  });
  await ask("Paul Truyère", "paul.truyere@example.org", "Peut-on monter à bord en fauteuil roulant ?");
  await makeOffer(deps, VISITOR, {
    campaignId,
    position: 0,
    quantity: 2,
    name: "Inès Margeride",
    email: "ines.margeride@example.org",
    phone: null,
    message: "Deux ordinateurs de 2022, effacés et en bon état.",
    language: "fr",
  });
  await publishUpdate(deps, holder, {
    id: uuidv7(),
    campaignId,
    title: "Le bus est trouvé",
    body: "C’est un ancien bus scolaire, en bon état.\n\nNous le repeignons en mars : venez nous aider !",
  });
}

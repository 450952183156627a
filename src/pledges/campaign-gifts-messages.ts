import type { Text } from "../i18n/text.ts";
import type { CampaignGift } from "./campaign-gifts.ts";

export const GIFTS = {
  title: { fr: "Dons de la collecte", en: "Gifts of the campaign" },
  explained: {
    fr: "Les promesses fermes et les dons reçus, avec ce que chaque partenaire y ajoute et pourquoi.",
    en: "Firm pledges and gifts received, with what each partner adds to them and why.",
  },
  empty: { fr: "Aucun don pour l’instant.", en: "No gift yet." },
  older: { fr: "Dons plus anciens", en: "Older gifts" },
  anonymous: { fr: "Sans montrer son nom", en: "Name not shown" },
  returned: { fr: "Rendu au donateur :", en: "Returned to the donor:" },
  matched: { fr: "Abondements :", en: "Matching:" },
} as const satisfies Record<string, Text>;

export const GIFT_STATES: Readonly<Record<CampaignGift["state"], Text>> = {
  authorised: { fr: "Promesse ferme", en: "Firm pledge" },
  charging: { fr: "Paiement en cours", en: "Payment under way" },
  action_required: { fr: "La banque du donateur attend son accord", en: "The donor’s bank waits for them" },
  captured: { fr: "Don reçu", en: "Gift received" },
};

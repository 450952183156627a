import type { Text } from "../i18n/text.ts";
import type { DeliverySide } from "./delivery-access.ts";

export const DELIVERIES = {
  title: { fr: "Biens et jours de compétences", en: "Goods and days of skills" },
  campaignTitle: { fr: "Livraisons des partenaires", en: "Partners’ deliveries" },
  back: { fr: "Retour", en: "Back" },
  balance: { fr: "Ce qui est promis et livré", en: "What is promised and delivered" },
  commitment: { fr: "Engagement", en: "Commitment" },
  promised: { fr: "Promis", en: "Promised" },
  delivered: { fr: "Livré", en: "Delivered" },
  confirmed: { fr: "Confirmé", en: "Confirmed" },
  left: { fr: "Reste", en: "Left" },
  none: { fr: "Cet accord ne promet ni biens ni jours.", en: "This agreement promises neither goods nor days." },
  noneAtAll: {
    fr: "Aucun partenaire ne promet de biens ni de jours en ce moment.",
    en: "No partner promises goods or days at the moment.",
  },
  list: { fr: "Livraisons", en: "Deliveries" },
  noDelivery: { fr: "Aucune livraison pour l’instant.", en: "No delivery yet." },
  on: { fr: "Jour", en: "Day" },
  place: { fr: "Lieu", en: "Place" },
  campaign: { fr: "Collecte", en: "Campaign" },
  recordedBy: { fr: "Déclarée par", en: "Recorded by" },
  note: { fr: "Note", en: "Note" },
  evidence: { fr: "Justificatif", en: "Evidence" },
  evidenceHint: { fr: "PDF, PNG ou JPEG, 10 Mo au plus", en: "PDF, PNG or JPEG, at most 10 MB" },
  refusal: { fr: "Refusée parce que", en: "Refused because" },
  confirm: { fr: "Confirmer", en: "Confirm" },
  refuse: { fr: "Refuser", en: "Refuse" },
  why: { fr: "Pourquoi ?", en: "Why?" },
  record: { fr: "Déclarer une livraison", en: "Record a delivery" },
  recordNote: {
    fr: "L’autre partie la confirmera. Une livraison déclarée ne se modifie plus : elle se refuse.",
    en: "The other side will confirm it. A recorded delivery cannot be changed: it can be refused.",
  },
  quantity: { fr: "Quantité, ou nombre de jours", en: "Quantity, or number of days" },
  quantityHint: { fr: "Les jours par demi-journées : 1,5", en: "Days by halves: 1.5" },
  deliveredOn: { fr: "Livré le", en: "Delivered on" },
  placeSearch: { fr: "Lieu où c’était", en: "Place where it was" },
  placeSearchHint: {
    fr: "Cherchez par nom, code postal ou commune, avant de choisir un fichier.",
    en: "Search by name, postcode or commune, before choosing a file.",
  },
  findPlaces: { fr: "Chercher le lieu", en: "Find the place" },
  places: { fr: "Lieux trouvés", en: "Places found" },
  noPlaceFound: { fr: "Aucun lieu ne correspond.", en: "No place matches." },
  campaignId: { fr: "Collecte servie", en: "Campaign it serves" },
  campaignIdHint: {
    fr: "Pour une livraison qui sert une collecte : son porteur pourra la confirmer.",
    en: "For a delivery that serves a campaign: its holder will be able to confirm it.",
  },
  dayExpected: { fr: "Indiquez un jour, par exemple 2027-03-01.", en: "Give a day, for example 2027-03-01." },
  countExpected: {
    fr: "Indiquez un nombre, par exemple 4 ou 1,5.",
    en: "Give a number, for example 4 or 1.5.",
  },
  removed: { fr: "retiré de l’accord", en: "taken out of the agreement" },
} as const satisfies Record<string, Text>;

export const DELIVERY_STATES = {
  recorded: { label: { fr: "À confirmer", en: "To confirm" }, tone: "waiting" },
  confirmed: { label: { fr: "Confirmée", en: "Confirmed" }, tone: "good" },
  refused: { label: { fr: "Refusée", en: "Refused" }, tone: "bad" },
} as const;

export const DELIVERY_SIDES: Readonly<Record<DeliverySide, Text>> = {
  partner: { fr: "le partenaire", en: "the partner" },
  fund: { fr: "le fonds", en: "the fund" },
  holder: { fr: "le porteur de projet", en: "the project holder" },
};

import type { Text } from "../i18n/text.ts";

export const DELIVERY = {
  title: { fr: "Contreparties à remettre", en: "Rewards to hand over" },
  explained: {
    fr: "Les dons encaissés qui ont une contrepartie. Le nom et l’adresse e-mail servent à la remettre, et à rien d’autre.",
    en: "Gifts that were charged and have a reward. Name and e-mail address serve to hand it over, and nothing else.",
  },
  toDo: { fr: "À remettre", en: "To hand over" },
  done: { fr: "Remises", en: "Handed over" },
  noneToDo: { fr: "Aucune contrepartie à remettre.", en: "No reward to hand over." },
  noneDone: { fr: "Aucune contrepartie remise.", en: "No reward handed over." },
  reward: { fr: "Contrepartie", en: "Reward" },
  name: { fr: "Nom", en: "Name" },
  email: { fr: "Adresse e-mail", en: "E-mail address" },
  gift: { fr: "Don", en: "Gift" },
  givenOn: { fr: "Encaissé le", en: "Charged on" },
  deliveredOn: { fr: "Remise le", en: "Handed over on" },
  state: { fr: "État", en: "State" },
  choose: { fr: "Contreparties remises", en: "Rewards handed over" },
  mark: { fr: "Marquer comme remises", en: "Mark as handed over" },
  unmark: { fr: "Remettre dans la liste à faire", en: "Put back on the list to do" },
  chooseOne: { fr: "Cochez au moins une contrepartie.", en: "Tick at least one reward." },
  more: { fr: "Contreparties suivantes", en: "More rewards" },
  csv: { fr: "Télécharger la liste (CSV)", en: "Download the list (CSV)" },
  nameless: { fr: "Sans nom", en: "No name" },
} as const satisfies Record<string, Text>;

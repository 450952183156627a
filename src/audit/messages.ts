import type { Text } from "../i18n/text.ts";

export const auditTexts = {
  title: { fr: "Journal des actions", en: "Audit log" },
  caption: { fr: "Actions, les plus récentes d’abord", en: "Actions, newest first" },
  at: { fr: "Quand", en: "When" },
  actor: { fr: "Qui", en: "Who" },
  action: { fr: "Quoi", en: "What" },
  subject: { fr: "Sur quoi", en: "About" },
  change: { fr: "Détail", en: "Details" },
  older: { fr: "Actions plus anciennes", en: "Older actions" },
  search: { fr: "Chercher", en: "Search" },
  person: { fr: "Nom ou adresse e-mail", en: "Name or e-mail address" },
  actionPart: { fr: "Action", en: "Action" },
  actionHint: { fr: "Un mot suffit : refund, rule, sign…", en: "One word is enough: refund, rule, sign…" },
  subjectId: { fr: "Numéro de ce qui a changé", en: "Number of what changed" },
  from: { fr: "Du", en: "From" },
  to: { fr: "Au (inclus)", en: "To (included)" },
  none: { fr: "Aucune action ne correspond.", en: "No action matches." },
  guest: { fr: "Visiteur sans compte", en: "Visitor without an account" },
  asStored: { fr: "Tel qu’enregistré", en: "As it is stored" },
  byItself: ({ fr, en }: Text): Text => ({ fr: `Le service : ${fr}`, en: `The service: ${en}` }),
  machine: (name: string): Text => ({ fr: `Tâche automatique ${name}`, en: `Automatic job ${name}` }),
} as const satisfies Record<string, Text | ((name: string) => Text) | ((job: Text) => Text)>;

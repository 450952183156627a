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
} as const satisfies Record<string, Text>;

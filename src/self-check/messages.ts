import type { Text } from "../i18n/text.ts";

export const CHECKS = {
  alarm: (count: number): Text => ({
    fr: `Le contrôle automatique a trouvé ${count} ${count > 1 ? "anomalies" : "anomalie"}.`,
    en: `The automatic check found ${count} ${count > 1 ? "problems" : "problem"}.`,
  }),
  asleep: {
    fr: "Le contrôle automatique ne tourne plus : personne ne vérifie les comptes. Prévenez qui tient le serveur.",
    en: "The automatic check no longer runs: nobody verifies the books. Tell whoever runs the server.",
  },
  see: { fr: "Voir le détail dans les comptes du fonds", en: "See the details in the fund’s books" },
  lastCheck: { fr: "Dernier contrôle automatique :", en: "Last automatic check:" },
} as const;

import type { Text } from "../i18n/text.ts";

export const mailboxTexts = {
  title: { fr: "Boîte aux lettres", en: "Mailbox" },
  notice: {
    fr: "Aucun serveur de courrier n’est configuré : les lettres du fonds arrivent ici, et nulle part ailleurs.",
    en: "No mail server is configured: the fund’s letters arrive here, and nowhere else.",
  },
  caption: { fr: "Lettres, la plus récente en premier", en: "Letters, the newest first" },
  empty: { fr: "Aucune lettre pour l’instant.", en: "No letter yet." },
  sent: { fr: "Envoyée", en: "Sent" },
  recipient: { fr: "À", en: "To" },
  subject: { fr: "Objet", en: "Subject" },
  back: { fr: "Toutes les lettres", en: "All letters" },
} as const satisfies Record<string, Text>;

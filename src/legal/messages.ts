import type { Text } from "../i18n/text.ts";
import { layoutTexts } from "../ui/messages.ts";

/** A heading and its paragraphs; a paragraph that is a list holds its points. */
export type Part = { readonly heading: Text; readonly paragraphs: readonly (Text | readonly Text[])[] };

export const imprintTexts = {
  title: layoutTexts.imprint,
  publisher: { fr: "Éditeur", en: "Publisher" },
  siret: { fr: "SIRET", en: "SIRET" },
  address: { fr: "Adresse", en: "Address" },
  email: { fr: "Adresse e-mail", en: "E-mail address" },
  phone: { fr: "Téléphone", en: "Telephone" },
  director: { fr: "Directeur ou directrice de la publication", en: "Publication director" },
  hosting: { fr: "Hébergement", en: "Hosting" },
  software: {
    fr: "Le logiciel est libre (licence MIT). Les noms et codes des communes viennent de la base officielle des découpages administratifs (Licence Ouverte 2.0).",
    en: "The software is free (MIT licence). Names and codes of communes come from the official base of administrative areas (Licence Ouverte 2.0).",
  },
} as const satisfies Record<string, Text>;

export const PRIVACY: readonly Part[] = [
  {
    heading: { fr: "Ce que nous gardons, et pourquoi", en: "What we keep, and why" },
    paragraphs: [
      [
        {
          fr: "Pour un don : votre nom, votre adresse e-mail, le montant, et votre adresse postale si vous voulez un reçu fiscal. C’est nécessaire pour recevoir le don et répondre de son emploi.",
          en: "For a gift: your name, your e-mail address, the amount, and your postal address if you want a tax receipt. We need them to receive the gift and to answer for its use.",
        },
        {
          fr: "Pour un compte : votre nom, votre adresse e-mail, la langue que vous avez choisie.",
          en: "For an account: your name, your e-mail address, the language you chose.",
        },
        {
          fr: "Pour une structure : ses membres, son numéro SIRET ou RNA, son compte bancaire (chiffré, jamais affiché en entier).",
          en: "For an organisation: its members, its SIRET or RNA number, its bank account (encrypted, never shown whole).",
        },
        {
          fr: "Une empreinte de votre moyen de paiement, donnée par Stripe, pour qu’une même personne ne soit pas comptée deux fois. Nous ne voyons jamais votre numéro de carte.",
          en: "A fingerprint of your means of payment, given by Stripe, so that one person is not counted twice. We never see your card number.",
        },
      ],
    ],
  },
  {
    heading: { fr: "Combien de temps", en: "For how long" },
    paragraphs: [
      [
        {
          fr: "Les comptes du fonds et leurs justificatifs : 10 ans.",
          en: "The fund’s books and their evidence: 10 years.",
        },
        { fr: "Les reçus fiscaux : 6 ans.", en: "Tax receipts: 6 years." },
        {
          fr: "Votre compte : tant que vous le gardez.",
          en: "Your account: as long as you keep it.",
        },
        {
          fr: "Un formulaire envoyé après la fin de votre session : un jour, chiffré, pour que votre saisie ne soit pas perdue. Un brouillon : un an sans que vous y touchiez.",
          en: "A form sent after your session had ended: one day, encrypted, so that what you typed is not lost. A draft: one year without your touching it.",
        },
        {
          fr: "Les empreintes de votre adresse et de votre moyen de paiement : elles restent après un effacement, illisibles, pour que les plafonds d’une personne ne recommencent pas.",
          en: "The fingerprints of your address and your means of payment: they stay after an erasure, unreadable, so that one person’s caps do not start again.",
        },
      ],
    ],
  },
  {
    heading: { fr: "Qui les voit", en: "Who sees them" },
    paragraphs: [
      [
        {
          fr: "Les personnes du fonds dont c’est le travail ; chacune de leurs actions est notée.",
          en: "The fund’s staff whose work it is; each of their actions is logged.",
        },
        {
          fr: "Le porteur du projet voit le nom que vous avez choisi d’afficher. Les partenaires voient les dons qu’ils abondent sous un pseudonyme.",
          en: "The project holder sees the name you chose to show. Partners see the gifts they match under a pseudonym.",
        },
        {
          fr: "Stripe, qui traite les paiements. Personne d’autre : il n’y a ni publicité ni mesure d’audience.",
          en: "Stripe, which handles the payments. Nobody else: there is no advertising and no tracking.",
        },
      ],
    ],
  },
  {
    heading: { fr: "Témoins de connexion (cookies)", en: "Cookies" },
    paragraphs: [
      {
        fr: "Seulement ceux qui font marcher le service : votre connexion, votre langue, la protection des formulaires. C’est pourquoi aucun bandeau ne vous interrompt.",
        en: "Only those that make the service work: your sign-in, your language, the protection of forms. That is why no banner interrupts you.",
      },
    ],
  },
  {
    heading: { fr: "Vos droits", en: "Your rights" },
    paragraphs: [
      {
        fr: "Vous pouvez voir vos données, les corriger, les emporter et les effacer vous-même : depuis « Mon compte », ou depuis la page de votre don si vous avez donné sans compte. Vous pouvez aussi nous écrire à l’adresse des mentions légales. Ce que la loi nous oblige à garder l’est sans votre nom dès qu’elle le permet. Vous pouvez aussi saisir la CNIL (cnil.fr).",
        en: "You may see your data, correct them, take them away and erase them by yourself: from “My account”, or from the page of your gift if you gave without an account. You may also write to the address in the legal notice. What the law makes us keep is kept without your name as soon as it allows. You may also turn to the French data protection authority (cnil.fr).",
      },
    ],
  },
];

export const ACCESSIBILITY: readonly Part[] = [
  {
    heading: { fr: "État de conformité", en: "State of compliance" },
    paragraphs: [
      {
        fr: "Ce service est partiellement conforme au référentiel général d’amélioration de l’accessibilité (RGAA 4.1) : aucun audit par des personnes n’a encore été fait.",
        en: "This service is partially compliant with the French accessibility standard (RGAA 4.1): it has not yet been audited by people.",
      },
    ],
  },
  {
    heading: { fr: "Ce qui est vérifié", en: "What is checked" },
    paragraphs: [
      [
        {
          fr: "À chaque changement du logiciel, un contrôle automatique (axe, WCAG 2.2 niveau AA) parcourt les pages des parcours principaux.",
          en: "At each change of the software, an automatic check (axe, WCAG 2.2 level AA) goes over the pages of the main journeys.",
        },
        {
          fr: "Tout se fait au clavier, sur un petit écran et sans JavaScript.",
          en: "Everything can be done by keyboard, on a small screen and without JavaScript.",
        },
      ],
    ],
  },
  {
    heading: { fr: "Ce qui n’est pas accessible", en: "What is not accessible" },
    paragraphs: [
      [
        {
          fr: "Les fichiers PDF sont balisés, sans être déclarés conformes à la norme PDF/UA. La même information est toujours sur une page.",
          en: "PDF files are tagged, but not declared compliant with PDF/UA. The same information is always on a page.",
        },
        {
          fr: "La page de paiement est celle de Stripe : nous ne la maîtrisons pas.",
          en: "The payment page is Stripe’s: it is out of our hands.",
        },
        {
          fr: "La documentation de l’interface de programmation n’a pas été vérifiée.",
          en: "The documentation of the programming interface has not been checked.",
        },
      ],
    ],
  },
  {
    heading: { fr: "Une difficulté ?", en: "Any difficulty?" },
    paragraphs: [
      {
        fr: "Écrivez-nous ou appelez-nous : vous recevrez l’information ou ferez la démarche autrement. Nos coordonnées sont dans les mentions légales. Les personnes sourdes, malentendantes, sourdaveugles ou aphasiques peuvent nous joindre par un service de relais téléphonique.",
        en: "Write to us or call us: you will get the information or do what you came for in another way. Our address is in the legal notice. Deaf, hard-of-hearing, deafblind or aphasic people may reach us through a telephone relay service.",
      },
      {
        fr: "Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits : formulaire sur defenseurdesdroits.fr, téléphone 09 69 39 00 00, ou courrier gratuit, sans timbre : Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
        en: "Without a satisfying answer you may turn to the French Defender of Rights: form on defenseurdesdroits.fr, telephone 09 69 39 00 00, or a free letter, without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
      },
    ],
  },
];

export const accessibilityTitle: Text = { fr: "Déclaration d’accessibilité", en: "Accessibility statement" };

import type { Text } from "../i18n/text.ts";

export const ui = {
  optional: { fr: "(facultatif)", en: "(optional)" },
  correctThis: { fr: "À corriger avant de continuer", en: "To correct before going on" },
  error: { fr: "Erreur :", en: "Error:" },
  amountHint: { fr: "En euros, par exemple 25 ou 12,50", en: "In euros, for example 25 or 12.50" },
  choose: { fr: "Choisir…", en: "Choose…" },
  gifts: { fr: "Dons", en: "Gifts" },
  matches: { fr: "Abondements", en: "Matching" },
  pending: { fr: "En attente", en: "Pending" },
  goal: { fr: "Objectif", en: "Goal" },
  nothingYet: { fr: "Rien pour l’instant.", en: "Nothing yet." },
  actions: { fr: "Actions", en: "Actions" },
} as const satisfies Record<string, Text>;

type Told = {
  readonly gifts: string;
  readonly matches: string | undefined;
  readonly pending: string | undefined;
  readonly goal: string;
  readonly percent: number;
};

/** The progress of a campaign in one sentence, for people who do not see the bar. */
export const progressSentence = ({ gifts, matches, pending, goal, percent }: Told): Text => ({
  fr: `${gifts} de dons${matches ? ` et ${matches} d’abondements` : ""} sur un objectif de ${goal}, soit ${percent} %.${pending ? ` De plus, ${pending} en attente de confirmation.` : ""}`,
  en: `${gifts} of gifts${matches ? ` and ${matches} of matching` : ""} towards a goal of ${goal}: ${percent}%.${pending ? ` Besides, ${pending} waiting for confirmation.` : ""}`,
});

export const layoutTexts = {
  contact: { fr: "Nous écrire", en: "Write to us" },
  accessibility: { fr: "Accessibilité : partiellement conforme", en: "Accessibility: partially compliant" },
  imprint: { fr: "Mentions légales", en: "Legal notice" },
  privacy: { fr: "Données personnelles", en: "Privacy" },
  skip: { fr: "Aller au contenu", en: "Skip to content" },
  office: { fr: "Gestion du fonds", en: "The fund’s work" },
  own: { fr: "Mon espace", en: "My space" },
  menu: { fr: "Menu principal", en: "Main menu" },
  folded: { fr: "Menu", en: "Menu" },
  signIn: { fr: "Se connecter", en: "Sign in" },
  waiting: { fr: "en attente", en: "waiting" },
  account: { fr: "Mon compte", en: "My account" },
  api: { fr: "Interface pour programmes (API)", en: "Interface for programs (API)" },
  /** Each in its own language: it is read by those who speak it. */
  thisPageIn: { fr: "Cette page en français", en: "This page in English" },
  rolesWithheld: {
    fr: "Vos droits d’agent du fonds attendent une seconde vérification.",
    en: "Your staff permissions wait for a second check of who you are.",
  },
  setUpSecondFactor: { fr: "Mettre en place la vérification en deux étapes", en: "Set up two-step verification" },
} as const satisfies Record<string, Text>;

export const viewingTexts = {
  label: { fr: "Visite d’assistance", en: "Support visit" },
  as: (name: string): Text => ({
    fr: `Visite d’assistance : vous voyez le service comme ${name}.`,
    en: `Support visit: you see the service as ${name} does.`,
  }),
  nothing: { fr: "Rien ne peut être changé.", en: "Nothing can be changed." },
  until: { fr: "Au plus jusqu’au", en: "At the latest until" },
  end: { fr: "Terminer la visite", en: "End the visit" },
} as const satisfies Record<string, Text | ((name: string) => Text)>;

export const errorTexts = {
  notFound: { fr: "Page introuvable", en: "Page not found" },
  notAllowed: { fr: "Accès impossible", en: "No access" },
  refused: { fr: "Demande refusée", en: "Request refused" },
  ours: { fr: "Une erreur s’est produite", en: "Something went wrong" },
  signIn: { fr: "Se connecter", en: "Sign in" },
  home: { fr: "Retour à l’accueil", en: "Back to the home page" },
  reference: { fr: "Référence à nous donner :", en: "Reference to give us:" },
} as const satisfies Record<string, Text>;

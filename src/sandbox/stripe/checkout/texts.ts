/** The words of the hosted pages, French first. */
const french = {
  lang: "fr",
  testBanner: "Page de test : aucun vrai paiement. N'entrez jamais une vraie carte.",
  payTitle: "Payer",
  setupTitle: "Enregistrer un moyen de paiement",
  total: "Total",
  setupNote: "Rien n'est débité maintenant.",
  email: "Adresse e-mail",
  name: "Nom et prénom",
  methods: "Moyen de paiement de test",
  other: "Autre numéro de carte ou IBAN de test",
  otherHint: "Par exemple 4000 0000 0000 0119. Une carte choisie ci-dessus est ignorée si ce champ est rempli.",
  pay: "Payer",
  save: "Enregistrer",
  cancel: "Annuler et revenir",
  problem: "Le paiement n'a pas abouti :",
  emailMissing: "Indiquez une adresse e-mail valable.",
  nameMissing: "Indiquez votre nom.",
  methodMissing: "Choisissez un moyen de paiement.",
  expiredTitle: "Cette page n'est plus valable",
  expired: "Le délai pour payer est passé. Rien n'a été débité.",
  missingTitle: "Page introuvable",
  missing: "Cette adresse ne correspond à aucun paiement.",
  back: "Revenir au site",
  authTitle: "Votre banque vous demande de confirmer",
  authNote: "Avec une vraie carte, votre banque vous enverrait un code ou une notification.",
  authSucceed: "Confirmer",
  authFail: "Refuser",
  doneTitle: "C'est fait",
  done: "Vous pouvez fermer cette page.",
  onboardingTitle: "Ouvrir un compte de versement",
  onboarding: "Avec Stripe, vous donneriez ici une identité et un compte bancaire.",
  onboardingFinish: "Terminer l'inscription",
  paperTitle: "Document de test",
  paper: "Avec Stripe, vous verriez ici le reçu ou le mandat.",
  transferTitle: "Payer par virement",
  transferReference: "Référence",
  transferMissing: "Reste à recevoir",
  transferAmount: "Montant du virement simulé, en centimes",
  transferSend: "Simuler le virement",
};

export type Texts = typeof french;

const english: Texts = {
  lang: "en",
  testBanner: "Test page: no real payment. Never enter a real card.",
  payTitle: "Pay",
  setupTitle: "Save a payment method",
  total: "Total",
  setupNote: "Nothing is charged now.",
  email: "E-mail address",
  name: "Full name",
  methods: "Test payment method",
  other: "Other test card number or IBAN",
  otherHint: "For example 4000 0000 0000 0119. A card chosen above is ignored when this field is filled in.",
  pay: "Pay",
  save: "Save",
  cancel: "Cancel and go back",
  problem: "The payment didn't go through:",
  emailMissing: "Enter a valid e-mail address.",
  nameMissing: "Enter your name.",
  methodMissing: "Choose a payment method.",
  expiredTitle: "This page is no longer valid",
  expired: "The time to pay has passed. Nothing was charged.",
  missingTitle: "Page not found",
  missing: "This address doesn't belong to any payment.",
  back: "Back to the site",
  authTitle: "Your bank asks you to confirm",
  authNote: "With a real card, your bank would send you a code or a notification.",
  authSucceed: "Confirm",
  authFail: "Refuse",
  doneTitle: "Done",
  done: "You can close this page.",
  onboardingTitle: "Open a payout account",
  onboarding: "With Stripe, you would give your identity and bank account here.",
  onboardingFinish: "Finish onboarding",
  paperTitle: "Test document",
  paper: "With Stripe, you would see the receipt or the mandate here.",
  transferTitle: "Pay by bank transfer",
  transferReference: "Reference",
  transferMissing: "Still to come",
  transferAmount: "Amount of the pretended transfer, in cents",
  transferSend: "Pretend the transfer",
};

/** The session's `locale` decides; `auto` leaves it to the browser. French where nothing is said. */
export function textsFor(locale: string | null, acceptLanguage: string | undefined): Texts {
  const wanted = locale === null || locale === "auto" ? (acceptLanguage ?? "") : locale;
  const ranked = wanted
    .split(",")
    .map((part) => ({ language: part.trim().slice(0, 2), weight: Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1) }))
    .filter(({ language }) => language === "fr" || language === "en")
    .toSorted((a, b) => b.weight - a.weight);
  return ranked[0]?.language === "en" ? english : french;
}

const frenchDeclines: Readonly<Record<string, string>> = {
  authentication_required: "votre banque demande une authentification.",
  card_velocity_exceeded: "cette carte a été utilisée trop souvent.",
  expired_card: "cette carte est expirée.",
  generic_decline: "votre carte a été refusée.",
  incorrect_cvc: "le code de sécurité est incorrect.",
  incorrect_number: "le numéro de carte est incorrect.",
  insufficient_funds: "votre carte n'est pas suffisamment approvisionnée.",
  payment_intent_authentication_failure: "l'authentification n'a pas réussi. Choisissez un autre moyen de paiement.",
  processing_error: "une erreur s'est produite. Réessayez dans un instant.",
  setup_intent_authentication_failure: "l'authentification n'a pas réussi. Choisissez un autre moyen de paiement.",
  test_mode_live_card: "ce n'est pas une carte de test.",
};

/** The bank's reason in the page's language; Stripe's own words are English. */
export function declineIn(t: Texts, decline: { readonly reason: string; readonly message: string }): string {
  return t.lang === "fr" ? (frenchDeclines[decline.reason] ?? "votre carte a été refusée.") : decline.message;
}

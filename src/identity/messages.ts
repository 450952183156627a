import type { StaffRole } from "../domain/actor.ts";
import type { RoleObstacle, RoleState } from "../domain/staff-role.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const tokenNotValid = () =>
  new AppError("token-not-valid", 401, {
    fr: "Ce jeton est inconnu, révoqué ou expiré.",
    en: "This token is unknown, revoked or expired.",
  });

export const ownRoles = () =>
  new AppError("own-roles", 409, {
    fr: "Personne ne peut changer ses propres droits : demandez à un autre administrateur.",
    en: "Nobody may change their own permissions: ask another administrator.",
  });

export const incompatibleRoles = () =>
  new AppError("incompatible-roles", 409, {
    fr: "L’ordonnateur et le comptable ne peuvent pas être la même personne.",
    en: "The authoriser and the paymaster may not be the same person.",
  });

export const lastAdministrator = () =>
  new AppError("last-administrator", 409, {
    fr: "Le fonds doit garder au moins un administrateur.",
    en: "The fund must keep at least one administrator.",
  });

const OBSTACLES: Readonly<Record<RoleObstacle, readonly [type: string, text: Text]>> = {
  "same-person": [
    "second-person-needed",
    {
      fr: "Un autre administrateur doit confirmer le rôle que vous avez proposé.",
      en: "Another administrator must confirm the role you proposed.",
    },
  ],
  "own-role": [
    "own-roles",
    {
      fr: "Personne ne confirme son propre rôle : demandez à un autre administrateur.",
      en: "Nobody confirms their own role: ask another administrator.",
    },
  ],
  "not-open": [
    "state-changed",
    { fr: "Ce rôle est déjà confirmé : rechargez la page.", en: "This role is confirmed already: reload the page." },
  ],
};

export function refusedConfirmation(reason: RoleObstacle): AppError {
  const [type, text] = OBSTACLES[reason];
  return new AppError(type, 409, text);
}

export const tooManyTokens = () =>
  new AppError("too-many-tokens", 409, {
    fr: "Vous avez déjà 20 jetons actifs. Révoquez-en un d’abord.",
    en: "You already have 20 active tokens. Revoke one first.",
  });

export const ROLE_NAMES: Readonly<Record<StaffRole, Text>> = {
  administrator: { fr: "Administrateur", en: "Administrator" },
  case_officer: { fr: "Instructeur", en: "Case officer" },
  authoriser: { fr: "Ordonnateur", en: "Authoriser" },
  paymaster: { fr: "Comptable", en: "Paymaster" },
  auditor: { fr: "Auditeur", en: "Auditor" },
};

type Letter = { readonly subject: string; readonly text: string };

/** The letter that brings a sign-in link. */
export const signInLetter = (fundName: string, link: string, minutes: number) => ({
  fr: {
    subject: `Votre lien de connexion – ${fundName}`,
    text: `Bonjour,

Ouvrez ce lien pour vous connecter, puis appuyez sur le bouton de la page :

${link}

Il est valable ${minutes} minutes et ne sert qu’une fois. Si vous n’avez rien demandé, ne faites rien : sans ce lien, personne ne peut se connecter à votre place.

${fundName}
`,
  } satisfies Letter,
  en: {
    subject: `Your sign-in link – ${fundName}`,
    text: `Hello,

Open this link to sign in, then press the button on the page:

${link}

It is valid for ${minutes} minutes and works once. If you did not ask for it, do nothing: without this link nobody can sign in for you.

${fundName}
`,
  } satisfies Letter,
});

export const signInTexts = {
  title: { fr: "Se connecter", en: "Sign in" },
  intro: {
    fr: "Pas de mot de passe : nous vous envoyons un lien par e-mail. Si vous n’avez pas encore de compte, il sera créé.",
    en: "No password: we send you a link by e-mail. If you have no account yet, one is made.",
  },
  email: { fr: "Adresse e-mail", en: "E-mail address" },
  emailHint: { fr: "Par exemple camille@exemple.fr", en: "For example camille@example.org" },
  send: { fr: "Recevoir le lien", en: "Send me the link" },
  sentTitle: { fr: "Regardez votre messagerie", en: "Check your e-mail" },
  sent: {
    fr: "Si l’adresse est exacte, un lien de connexion vient de partir. Il est valable 15 minutes.",
    en: "If the address is right, a sign-in link is on its way. It is valid for 15 minutes.",
  },
  notArrived: {
    fr: "Rien reçu ? Regardez dans les courriers indésirables, ou demandez un autre lien.",
    en: "Nothing came? Look in your junk mail, or ask for another link.",
  },
  askAgain: { fr: "Demander un autre lien", en: "Ask for another link" },
  confirmTitle: { fr: "Presque connecté", en: "Nearly signed in" },
  confirm: {
    fr: "Appuyez sur le bouton pour terminer la connexion sur cet appareil.",
    en: "Press the button to finish signing in on this device.",
  },
  enter: { fr: "Me connecter", en: "Sign me in" },
  linkRefusedTitle: { fr: "Ce lien ne marche plus", en: "This link no longer works" },
  linkRefused: {
    fr: "Il a déjà servi, ou il a plus de 15 minutes. Demandez-en un autre.",
    en: "It was used already, or is older than 15 minutes. Ask for another one.",
  },
  codeTitle: { fr: "Deuxième étape", en: "Second step" },
  code: { fr: "Code à six chiffres", en: "Six-digit code" },
  codeHint: {
    fr: "Celui que montre votre application d’authentification. Un code de secours convient aussi.",
    en: "The one your authentication app shows. A recovery code will do, too.",
  },
  codeRefused: {
    fr: "Ce code n’est pas le bon. Vérifiez l’heure de votre appareil, ou recommencez la connexion.",
    en: "This code is not right. Check the time of your device, or start signing in again.",
  },
  check: { fr: "Vérifier", en: "Check" },
  demoTitle: { fr: "Essayer sans e-mail", en: "Try it without e-mail" },
  demo: {
    fr: "Cette installation est une démonstration : entrez comme l’une de ces personnes fictives.",
    en: "This is a demonstration: enter as one of these fictional people.",
  },
  already: { fr: "Vous êtes connecté avec l’adresse", en: "You are signed in with the address" },
} as const satisfies Record<string, Text>;

export const enterAsText = (name: string, role: Text): Text => ({
  fr: `Entrer comme ${name} (${role.fr})`,
  en: `Enter as ${name} (${role.en})`,
});

export const accountTexts = {
  data: { fr: "Mes données : les voir, les emporter, les effacer", en: "My data: see, take away, erase" },
  title: { fr: "Mon compte", en: "My account" },
  profile: { fr: "Vos informations", en: "About you" },
  name: { fr: "Nom affiché", en: "Name shown" },
  language: { fr: "Langue des e-mails et des pages", en: "Language of e-mails and pages" },
  french: { fr: "Français", en: "French" },
  english: { fr: "Anglais", en: "English" },
  save: { fr: "Enregistrer", en: "Save" },
  email: { fr: "Adresse e-mail", en: "E-mail address" },
  roles: { fr: "Rôles dans le fonds", en: "Roles in the fund" },
  signOut: { fr: "Se déconnecter", en: "Sign out" },
  signOutEverywhere: { fr: "Se déconnecter de tous les appareils", en: "Sign out of every device" },
  security: { fr: "Vérification en deux étapes", en: "Two-step verification" },
  tokens: { fr: "Jetons pour les programmes", en: "Tokens for programs" },
  back: { fr: "Retour à mon compte", en: "Back to my account" },
} as const satisfies Record<string, Text>;

export const securityTexts = {
  on: { fr: "La vérification en deux étapes est active.", en: "Two-step verification is on." },
  off: {
    fr: "En plus du lien reçu par e-mail, un code de votre téléphone sera demandé à chaque connexion.",
    en: "Besides the link sent by e-mail, a code of your phone will be asked for at each sign-in.",
  },
  begin: { fr: "Mettre en place", en: "Set up" },
  scan: {
    fr: "1. Dans votre application d’authentification, ajoutez un compte avec cette clé :",
    en: "1. In your authentication app, add an account with this key:",
  },
  orOpen: { fr: "Sur ce téléphone, ouvrez plutôt ce lien :", en: "On this phone, open this link instead:" },
  openApp: { fr: "Ajouter à mon application", en: "Add to my app" },
  keep: {
    fr: "2. Gardez ces codes de secours en lieu sûr. Chacun sert une fois, si vous perdez votre téléphone :",
    en: "2. Keep these recovery codes somewhere safe. Each works once, should you lose your phone:",
  },
  confirm: { fr: "3. Entrez le code que montre l’application :", en: "3. Enter the code the app shows:" },
  activate: { fr: "Activer", en: "Turn on" },
  turnOff: { fr: "Désactiver", en: "Turn off" },
  newCodes: { fr: "Faire de nouveaux codes de secours", en: "Make new recovery codes" },
  newCodesTitle: { fr: "Nouveaux codes de secours", en: "New recovery codes" },
  wrongCode: {
    fr: "Ce code n’est pas le bon. Attendez le suivant et réessayez.",
    en: "This code is not right. Wait for the next one and try again.",
  },
} as const satisfies Record<string, Text>;

export const tokenTexts = {
  intro: {
    fr: "Un jeton permet à un programme d’agir en votre nom par l’API, avec vos droits du moment.",
    en: "A token lets a program act for you through the API, with the permissions you have at that time.",
  },
  name: { fr: "À quoi servira ce jeton ?", en: "What is this token for?" },
  days: { fr: "Valable pendant", en: "Valid for" },
  create: { fr: "Créer le jeton", en: "Make the token" },
  once: {
    fr: "Copiez ce jeton maintenant : il ne sera plus jamais affiché.",
    en: "Copy this token now: it will never be shown again.",
  },
  revoke: { fr: "Révoquer", en: "Revoke" },
  madeOn: { fr: "Créé le", en: "Made on" },
  until: { fr: "Jusqu’au", en: "Until" },
  lastUsed: { fr: "Dernier usage", en: "Last used" },
  never: { fr: "jamais", en: "never" },
  state: { fr: "État", en: "State" },
  active: { fr: "actif", en: "active" },
  revoked: { fr: "révoqué", en: "revoked" },
  expired: { fr: "expiré", en: "expired" },
  none: { fr: "Aucun jeton.", en: "No tokens." },
} as const satisfies Record<string, Text>;

export const ROLE_STATES: Readonly<Record<RoleState, Text>> = {
  proposed: { fr: "attend un deuxième administrateur", en: "awaits a second administrator" },
  waiting: { fr: "confirmé, pas encore en vigueur", en: "confirmed, not in force yet" },
  "in-force": { fr: "en vigueur", en: "in force" },
};

export const staffTexts = {
  title: { fr: "Équipe du fonds", en: "Staff of the fund" },
  person: { fr: "Personne", en: "Person" },
  role: { fr: "Rôle", en: "Role" },
  grant: { fr: "Donner le rôle", en: "Grant the role" },
  withdraw: { fr: "Retirer", en: "Withdraw" },
  grantTitle: { fr: "Donner un rôle", en: "Grant a role" },
  twoPeople: {
    fr: "Les rôles d’administrateur, d’ordonnateur et de comptable demandent deux administrateurs. Ils comptent 24 heures après la confirmation ; jusque-là, n’importe quel administrateur peut les refuser. Un rôle retiré ne compte plus aussitôt. Tant que le fonds n’a qu’un administrateur, sa décision suffit ; s’il y en a eu d’autres avant, elle compte après 24 heures.",
    en: "The roles of administrator, authoriser and paymaster take two administrators. They count 24 hours after the confirmation; until then any administrator can refuse them. A role that is withdrawn counts no more at once. While the fund has a single administrator, their decision is enough; where there were others before, it counts after 24 hours.",
  },
  pending: { fr: "Rôles en attente", en: "Roles that wait" },
  state: { fr: "État", en: "State" },
  proposedBy: { fr: "Proposé par", en: "Proposed by" },
  countsFrom: { fr: "à partir du", en: "from" },
  act: { fr: "Décision", en: "Decision" },
  confirm: { fr: "Confirmer", en: "Confirm" },
  refuse: { fr: "Refuser", en: "Refuse" },
  emailHint: {
    fr: "La personne doit s’être connectée une première fois.",
    en: "The person must have signed in once before.",
  },
  unknown: { fr: "Aucun compte n’a cette adresse.", en: "No account has this address." },
} as const satisfies Record<string, Text>;

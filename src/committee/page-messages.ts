import type { AwardState } from "../domain/committee/application.ts";
import type { Text } from "../i18n/text.ts";
import type { Tie } from "./session-facts.ts";

export const OWN_GRANT = {
  list: { fr: "Demandes d’aide au fonds", en: "Applications for the fund’s own grant" },
  none: { fr: "Aucune demande pour l’instant.", en: "No application yet." },
  older: { fr: "Demandes plus anciennes", en: "Older applications" },
  new: { fr: "Demander une aide du fonds", en: "Apply for the fund’s own grant" },
  intro: {
    fr: "Le fonds aide lui-même des projets. Un instructeur vérifie votre demande, puis un comité la note et vote. Liée à une collecte, l’aide s’ajoute à sa subvention si elle réussit, et retourne au fonds sinon. Sans collecte, elle est une subvention à elle seule.",
    en: "The fund itself helps projects. A case officer checks your application, then a committee scores it and votes. Tied to a campaign, the money joins its grant if it succeeds, and returns to the fund if not. Without a campaign it is a grant by itself.",
  },
  noCampaign: { fr: "Aucune collecte : l’aide seule", en: "No campaign: this grant alone" },
  project: { fr: "Projet", en: "Project" },
  holder: { fr: "Structure", en: "Organisation" },
  campaign: { fr: "Collecte liée", en: "Its campaign" },
  asked: { fr: "Montant demandé", en: "Amount asked for" },
  purpose: { fr: "Ce que cet argent financera", en: "What this money will pay for" },
  state: { fr: "État", en: "State" },
  awarded: { fr: "Montant accordé", en: "Amount granted" },
  money: { fr: "L’argent", en: "The money" },
  note: { fr: "Réponse du fonds", en: "The fund’s answer" },
  save: { fr: "Enregistrer", en: "Save" },
  submit: { fr: "Déposer la demande", en: "Submit the application" },
  edit: { fr: "Modifier", en: "Change" },
  review: { fr: "Votre décision d’instruction", en: "Your review" },
  outcome: { fr: "Cette demande est", en: "This application is" },
  admissible: { fr: "recevable : elle va devant le comité", en: "admissible: it goes before the committee" },
  changes: { fr: "à modifier par le porteur", en: "to be changed by the holder" },
  refused: { fr: "irrecevable : elle est refusée", en: "not admissible: it is refused" },
  message: { fr: "Vos raisons, lues par le porteur", en: "Your reasons, read by the holder" },
  decide: { fr: "Enregistrer la décision", en: "Record the decision" },
  grant: { fr: "Voir la subvention", en: "See the grant" },
  toReview: { fr: "Demandes d’aide à instruire", en: "Own-grant applications to review" },
} as const satisfies Record<string, Text>;

export const AWARDS: Readonly<Record<AwardState, Text>> = {
  reserved: {
    fr: "Gardé pour votre projet jusqu’à la fin de la collecte",
    en: "Kept for your project until its campaign ends",
  },
  granted: { fr: "Dans votre subvention", en: "In your grant" },
  released: {
    fr: "Retourné au fonds : la collecte n’a pas abouti",
    en: "Back with the fund: the campaign did not succeed",
  },
};

export const TIES: Readonly<Record<Tie, Text>> = {
  declared: { fr: "Vous avez déclaré un lien avec ce dossier.", en: "You declared a tie with this application." },
  holder: { fr: "Vous êtes membre de la structure porteuse.", en: "You belong to the holder’s organisation." },
  partner: { fr: "Vous êtes membre d’un partenaire de la collecte.", en: "You belong to a partner of its campaign." },
};

export const COMMITTEE = {
  title: { fr: "Comité d’attribution", en: "Grants committee" },
  sessions: { fr: "Séances", en: "Sessions" },
  noSession: { fr: "Aucune séance.", en: "No session." },
  heldOn: { fr: "Jour", en: "Day" },
  state: { fr: "État", en: "State" },
  open: { fr: "Ouverte", en: "Open" },
  closed: { fr: "Close, à signer", en: "Closed, to be signed" },
  signed: { fr: "Signée", en: "Signed" },
  envelope: { fr: "Enveloppe", en: "Envelope" },
  cases: { fr: "Dossiers", en: "Applications" },
  members: { fr: "Membres", en: "Members" },
  noMember: { fr: "Personne ne siège encore.", en: "Nobody sits yet." },
  person: { fr: "Personne", en: "Person" },
  term: { fr: "Mandat", en: "Term" },
  appoint: { fr: "Nommer un membre", en: "Appoint a member" },
  email: { fr: "Adresse électronique", en: "E-mail address" },
  startsOn: { fr: "Premier jour", en: "First day" },
  endsOn: { fr: "Dernier jour", en: "Last day" },
  grid: { fr: "Grille de critères", en: "Grid of criteria" },
  writeGrid: { fr: "Écrire une nouvelle version", en: "Write a new version" },
  noGrid: { fr: "Aucune grille encore.", en: "No grid yet." },
  criterion: { fr: "Critère", en: "Criterion" },
  description: { fr: "Ce qu’on regarde", en: "What is looked at" },
  weight: { fr: "Poids", en: "Weight" },
  scale: { fr: "Note maximale", en: "Best score" },
  openSession: { fr: "Ouvrir une séance", en: "Open a session" },
  noCase: { fr: "Aucune demande recevable n’attend.", en: "No admissible application is waiting." },
  quorum: {
    fr: "Quorum, en % des membres non liés au dossier",
    en: "Quorum, in % of members not tied to the application",
  },
  quorumRule: { fr: "Quorum", en: "Quorum" },
  majority: { fr: "Majorité", en: "Majority" },
  chair: { fr: "Présidence", en: "Chair" },
  secretary: { fr: "Secrétariat", en: "Secretary" },
  asked: { fr: "Demande", en: "Asked for" },
  yourPart: { fr: "Votre part", en: "Your part" },
  tied: { fr: "Vous êtes lié", en: "You are tied" },
  voted: { fr: "Vous avez voté", en: "You have voted" },
  toVote: { fr: "À noter et à voter", en: "To score and vote" },
  votes: { fr: "Votes reçus", en: "Votes cast" },
  decision: { fr: "Décision", en: "Decision" },
  close: { fr: "Clore la séance", en: "Close the session" },
  chairCloses: {
    fr: "Quand les membres ont voté, la personne qui préside clôt la séance.",
    en: "Once the members have voted, the chair closes the session.",
  },
  closeNote: {
    fr: "Les votes sont comptés, les décisions et le procès-verbal sont figés, et l’argent accordé est mis de côté. C’est définitif.",
    en: "Votes are counted, decisions and minutes are frozen, and granted money is kept aside. This is final.",
  },
  minutes: { fr: "Procès-verbal", en: "Minutes" },
  minutesPdf: { fr: "Procès-verbal en PDF", en: "Minutes as PDF, in French" },
  signatures: { fr: "Signatures", en: "Signatures" },
  waiting: { fr: "Séances du comité qui vous attendent", en: "Committee sessions that wait for you" },
  changeTerm: { fr: "Changer le dernier jour", en: "Change the last day" },
  hash: { fr: "Empreinte du texte", en: "Hash of the text" },
  sign: { fr: "Signer le procès-verbal", en: "Sign the minutes" },
  signedOn: { fr: "Signé le", en: "Signed on" },
  chairSignature: { fr: "Signature de la présidence", en: "Signature of the chair" },
  secretarySignature: { fr: "Signature du secrétariat", en: "Signature of the secretary" },
  notSigned: { fr: "Pas encore signé", en: "Not signed yet" },
  back: { fr: "Retour à la séance", en: "Back to the session" },
  tie: { fr: "Déclarer un lien avec ce dossier", en: "Declare a tie with this application" },
  tieNote: {
    fr: "Vous ou un proche avez un intérêt dans ce projet ? Dites-le : vous ne noterez pas, ne voterez pas et ne compterez pas pour le quorum. C’est écrit au procès-verbal.",
    en: "Do you or someone close to you have an interest in this project? Say so: you will not score, vote or count for the quorum. The minutes say it.",
  },
  tieReason: { fr: "Quel lien", en: "Which tie" },
  yourScores: { fr: "Vos notes", en: "Your scores" },
  comment: { fr: "Commentaire", en: "Comment" },
  saveScores: { fr: "Enregistrer mes notes", en: "Save my scores" },
  yourVote: { fr: "Votre vote", en: "Your vote" },
  voteNote: {
    fr: "Votre vote est définitif. Ensuite seulement, vous lisez les notes des autres.",
    en: "Your vote is final. Only then do you read the others’ scores.",
  },
  amount: { fr: "Montant que vous accorderiez, pour un vote pour", en: "Amount you would grant, for a vote for" },
  vote: { fr: "Voter", en: "Vote" },
  others: { fr: "Notes des autres membres", en: "Scores of the other members" },
  scores: { fr: "Notes des membres", en: "Scores of the members" },
  member: { fr: "Membre", en: "Member" },
  score: { fr: "Note", en: "Score" },
} as const satisfies Record<string, Text>;

/** How many must vote for a decision to count. */
export function quorumWords(rule: {
  readonly quorumCount: number | null;
  readonly quorumPercent: number | null;
}): Text {
  const { quorumCount, quorumPercent } = rule;
  if (quorumCount === null) {
    return {
      fr: `${quorumPercent} % des membres non liés au dossier`,
      en: `${quorumPercent}% of the members not tied to the application`,
    };
  }
  return quorumCount > 1
    ? { fr: `${quorumCount} votants`, en: `${quorumCount} voters` }
    : { fr: "1 votant", en: "1 voter" };
}

import type { ApplicationState } from "../domain/committee/application.ts";
import type { DecisionReason, Majority, Vote } from "../domain/committee/result.ts";
import { AppError, invalidInput } from "../errors.ts";
import type { Text } from "../i18n/text.ts";

export const STATE_NAMES: Readonly<Record<ApplicationState, Text>> = {
  draft: { fr: "Brouillon", en: "Draft" },
  submitted: { fr: "Déposée, à l’étude", en: "Submitted, under review" },
  changes_requested: { fr: "Modifications demandées", en: "Changes requested" },
  admissible: { fr: "Recevable, attend le comité", en: "Admissible, waits for the committee" },
  granted: { fr: "Accordée", en: "Granted" },
  refused: { fr: "Refusée", en: "Refused" },
};

export const VOTE_NAMES: Readonly<Record<Vote, Text>> = {
  for: { fr: "Pour", en: "For" },
  against: { fr: "Contre", en: "Against" },
  abstain: { fr: "Abstention", en: "Abstain" },
};

export const MAJORITY_NAMES: Readonly<Record<Majority, Text>> = {
  simple: { fr: "Plus de voix pour que contre", en: "More votes for than against" },
  absolute: { fr: "Plus de la moitié des votants", en: "More than half of the voters" },
  two_thirds: { fr: "Deux tiers des voix pour ou contre", en: "Two thirds of the votes for or against" },
};

export const REASON_NAMES: Readonly<Record<DecisionReason, Text>> = {
  granted_whole: { fr: "accordée selon le vote", en: "granted as voted" },
  granted_what_was_left: {
    fr: "accordée pour ce qui restait de l’enveloppe",
    en: "granted what was left of the envelope",
  },
  no_majority: { fr: "refusée : la majorité n’est pas atteinte", en: "refused: no majority" },
  no_quorum: { fr: "reportée : le quorum n’est pas atteint", en: "postponed: no quorum" },
  no_money_left: { fr: "reportée : l’enveloppe est épuisée", en: "postponed: no money is left" },
  campaign_over: { fr: "refusée : la collecte liée est terminée", en: "refused: its campaign has ended" },
};

const refused = (type: string, fr: string, en: string) => () => new AppError(type, 409, { fr, en });

export const applicationElsewhere = (state: ApplicationState) =>
  new AppError("state-changed", 409, {
    fr: `Cette action n’est plus possible. État de la demande : ${STATE_NAMES[state].fr.toLowerCase()}.`,
    en: `This is no longer possible. State of the application: ${STATE_NAMES[state].en.toLowerCase()}.`,
  });

export const campaignNotOpen = () =>
  invalidInput([
    {
      field: "campaignId",
      message: {
        fr: "Choisissez une collecte de ce projet qui n’est pas terminée.",
        en: "Choose a campaign of this project that has not ended.",
      },
    },
  ]);

export const notAMember = (field: string) =>
  invalidInput([
    {
      field,
      message: {
        fr: "Cette personne ne siège pas au comité ce jour-là.",
        en: "This person does not sit on the committee on that day.",
      },
    },
  ]);

export const samePerson = () =>
  invalidInput([
    {
      field: "secretaryId",
      message: { fr: "Présidence et secrétariat sont deux personnes.", en: "Chair and secretary are two people." },
    },
  ]);

export const notAdmissible = () =>
  invalidInput([
    {
      field: "applicationIds",
      message: {
        fr: "Une demande n’est pas recevable, ou elle est déjà devant une séance ouverte.",
        en: "An application is not admissible, or is before an open session already.",
      },
    },
  ]);

export const scoresMisfit = () =>
  invalidInput([
    {
      field: "scores",
      message: {
        fr: "Donnez à chaque critère une note entre 0 et son maximum.",
        en: "Give each criterion a score between 0 and its best.",
      },
    },
  ]);

export const amountAboveAsked = () =>
  invalidInput([
    {
      field: "amountCents",
      message: { fr: "Ce montant dépasse la demande.", en: "This amount is more than was asked for." },
    },
  ]);

export const gridNeeded = refused(
  "grid-needed",
  "Écrivez d’abord la grille de critères du comité.",
  "Write the committee’s grid of criteria first.",
);
export const scoresNeeded = refused(
  "scores-needed",
  "Notez d’abord chaque critère, puis votez.",
  "Score each criterion first, then vote.",
);
export const alreadyVoted = refused(
  "already-voted",
  "Vous avez voté sur ce dossier : votre vote est définitif.",
  "You have voted on this application: your vote is final.",
);
export const tied = refused(
  "tied-to-application",
  "Vous êtes lié à ce dossier : vous ne notez pas et ne votez pas.",
  "You are tied to this application: you neither score nor vote.",
);
export const sessionClosed = refused("session-closed", "Cette séance est close.", "This session is closed.");
export const generalPotSpent = refused(
  "general-pot-spent",
  "Le pot général vient de servir à autre chose. Rien n’est décidé : fermez la séance à nouveau, avec ce qu’il contient maintenant.",
  "The general pot was just used for something else. Nothing is decided: close the session again, with what it holds now.",
);
export const sessionStillOpen = refused(
  "session-open",
  "La séance n’est pas encore close.",
  "The session is still open.",
);
export const minutesDiffer = refused(
  "minutes-differ",
  "Le procès-verbal n’est pas celui que vous avez lu : rechargez la page.",
  "The minutes are not those you read: reload the page.",
);

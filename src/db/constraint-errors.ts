import { AppError } from "../errors.ts";
import type { PostgresError } from "./postgres-errors.ts";

type Refusal = () => AppError;

const conflict =
  (type: string, fr: string, en: string): Refusal =>
  () =>
    new AppError(type, 409, { fr, en });

/** Constraints a person can run into, by name. One that is missing here is our bug and stays a 500. */
const GRANT_EXCEEDED = conflict(
  "grant-exceeded",
  "Ce montant dépasse ce qui reste à verser.",
  "This amount exceeds what is left to pay.",
);

const REFUSALS: Record<string, Refusal> = {
  organisations_siret_unique: conflict(
    "siret-taken",
    "Une structure avec ce SIRET existe déjà.",
    "An organisation with this SIRET already exists.",
  ),
  organisations_rna_unique: conflict(
    "rna-taken",
    "Une structure avec ce numéro RNA existe déjà.",
    "An organisation with this RNA number already exists.",
  ),
  bank_accounts_iban_once: conflict(
    "iban-known",
    "Ce compte bancaire est déjà enregistré.",
    "This bank account is already registered.",
  ),
  bank_accounts_verified_by_another: conflict(
    "second-person-needed",
    "Une autre personne doit vérifier ce compte.",
    "Another person must verify this account.",
  ),
  staff_roles_second_administrator: conflict(
    "second-person-needed",
    "Un deuxième administrateur doit confirmer ce rôle : recommencez.",
    "A second administrator must confirm this role: start again.",
  ),
  dispute_answers_one_stands: conflict(
    "dispute-answered",
    "Une réponse a déjà été envoyée pour cette contestation.",
    "An answer to this dispute has been sent already.",
  ),
  closed_days_once: conflict("day-closed", "Cette journée est déjà arrêtée.", "This day is closed already."),
  campaigns_slug_unique: conflict(
    "slug-taken",
    "Une collecte porte déjà cette adresse.",
    "A campaign already has this address.",
  ),
  campaign_changes_of_live_terms: conflict(
    "state-changed",
    "La collecte a changé entre-temps : rechargez la page.",
    "The campaign has changed meanwhile: reload the page.",
  ),
  own_grant_applications_one_open: conflict(
    "application-open",
    "Une demande de ce projet est déjà en cours.",
    "An application of this project is under way already.",
  ),
  committee_members_one_term: conflict(
    "term-known",
    "Cette personne a déjà un mandat qui commence ce jour-là.",
    "This person already has a term that starts on that day.",
  ),
  committee_sessions_open: conflict("session-closed", "Cette séance est close.", "This session is closed."),
  committee_votes_final: conflict(
    "already-voted",
    "Vous avez voté sur ce dossier : votre vote est définitif.",
    "You have voted on this application: your vote is final.",
  ),
  committee_votes_fund_id_session_id_application_id_user_id_pk: conflict(
    "already-voted",
    "Vous avez voté sur ce dossier : votre vote est définitif.",
    "You have voted on this application: your vote is final.",
  ),
  impersonations_not_of_staff: conflict(
    "impersonation-of-staff",
    "On ne visite pas le compte d’un agent du fonds.",
    "The account of a member of the fund’s staff is not visited.",
  ),
  rewards_never_oversold: conflict(
    "reward-sold-out",
    "Cette contrepartie est épuisée.",
    "This reward is no longer available.",
  ),
  needs_in_kind_never_over_accepted: conflict(
    "need-filled",
    "Il n’en manque plus autant : rechargez la page.",
    "Not as many are needed any more: reload the page.",
  ),
  pledges_returned_within_captured: conflict(
    "refund-exceeds-capture",
    "Le remboursement dépasse le don encaissé.",
    "The refund exceeds the captured gift.",
  ),
  matching_rules_round_shared: conflict(
    "round-shared",
    "Ce tour est déjà partagé : écrivez une nouvelle règle.",
    "This round has been shared already: write a new rule.",
  ),
  matching_rules_stay_rounds: conflict(
    "round-stays-round",
    "Un tour reste un tour, et une règle qui répond à chaque don le reste : écrivez une nouvelle règle.",
    "A round stays a round, and a rule that answers each gift stays one: write a new rule.",
  ),
  grants_never_overpaid: GRANT_EXCEEDED,
  grants_awaiting_not_payable: GRANT_EXCEEDED,
  disbursements_grant_suspended: conflict(
    "grant-suspended",
    "Les versements de cette subvention sont suspendus.",
    "The payments of this grant are suspended.",
  ),
  disbursements_instalment_open: conflict(
    "instalment-locked",
    "Cette tranche n’est plus ouverte : rechargez la page.",
    "This instalment is no longer open: reload the page.",
  ),
  instalments_signed: conflict(
    "schedule-signed",
    "La convention est signée par les deux parties : son échéancier ne change plus.",
    "Both parties have signed the agreement: its schedule changes no more.",
  ),
  grants_signed_by_two: conflict(
    "second-person-needed",
    "Une autre personne doit signer pour le fonds.",
    "Another person must sign for the fund.",
  ),
  disbursement_approvals_two_people: conflict(
    "second-person-needed",
    "Une autre personne doit donner cette approbation.",
    "Another person must give this approval.",
  ),
  disbursement_approvals_one_a_step: conflict(
    "already-approved",
    "Cette approbation a déjà été donnée.",
    "This approval has already been given.",
  ),
  payee_account_open: conflict(
    "account-cooling",
    "Le compte à créditer n’est pas vérifié depuis 24 heures.",
    "The account to be paid was not verified 24 hours ago.",
  ),
  disbursement_approvals_independent: conflict(
    "not-independent",
    "Vous avez demandé ce versement, ou vous êtes membre d’une structure concernée : une autre personne doit l’approuver.",
    "You asked for this payment, or belong to an organisation concerned by it: another person must approve it.",
  ),
  disbursement_approvals_of_this_content: conflict(
    "content-changed",
    "Le versement a changé depuis que vous l’avez lu : rechargez la page.",
    "The payment has changed since you read it: reload the page.",
  ),
  non_executions_two_people: conflict(
    "second-person-needed",
    "Une autre personne doit confirmer que la banque n’a pas exécuté ce virement.",
    "Another person must confirm that the bank did not execute this transfer.",
  ),
  non_executions_while_sent: conflict(
    "state-changed",
    "Ce virement n’est plus en attente de la banque : rechargez la page.",
    "This transfer is no longer awaited from the bank: reload the page.",
  ),
  pot_withdrawal_approvals_two_people: conflict(
    "second-person-needed",
    "Une autre personne doit donner cette approbation.",
    "Another person must give this approval.",
  ),
  pot_withdrawal_approvals_one_a_step: conflict(
    "already-approved",
    "Cette approbation a déjà été donnée.",
    "This approval has already been given.",
  ),
  pot_withdrawal_approvals_independent: conflict(
    "not-independent",
    "Vous avez demandé ce retrait, ou vous êtes membre du partenaire : une autre personne doit l’approuver.",
    "You asked for this withdrawal, or belong to the partner: another person must approve it.",
  ),
  pot_withdrawal_approvals_of_this_content: conflict(
    "content-changed",
    "Le retrait a changé depuis que vous l’avez lu : rechargez la page.",
    "The withdrawal has changed since you read it: reload the page.",
  ),
  cooperation_agreements_reference_unique: conflict(
    "agreement-reference-taken",
    "Un accord porte déjà cette référence.",
    "An agreement already has this reference.",
  ),
  agreement_signatures_for_own_side: conflict(
    "not-independent",
    "Un propriétaire de la structure signe pour elle ; une personne qui n’en est pas membre signe pour le fonds.",
    "An owner of the organisation signs for it; a person who is none of its members signs for the fund.",
  ),
  commitments_never_over_confirmed: conflict(
    "commitment-exceeded",
    "Cela dépasse ce qui est promis : il faut d’abord un avenant.",
    "This is more than what is promised: an amendment is needed first.",
  ),
  commitment_deliveries_decided_by_other_side: conflict(
    "other-side-decides",
    "C’est à une personne de l’autre partie de répondre à cette livraison.",
    "It is for a person of the other side to answer for this delivery.",
  ),
  manual_entries_one_open: conflict(
    "correction-open",
    "Une correction de cette écriture attend déjà sa seconde personne.",
    "A correction of this entry waits for its second person already.",
  ),
  journal_entries_reversed_once: conflict(
    "correction-reversed",
    "Cette écriture a déjà été contre-passée : elle ne peut l’être qu’une fois.",
    "This entry was reversed already: that happens only once.",
  ),
  matching_pots_never_overdrawn: conflict(
    "pot-exhausted",
    "L’enveloppe ne suffit pas.",
    "The pot does not hold enough.",
  ),
  journal_entries_key_reused: conflict(
    "entry-key-reused",
    "Cette écriture existe déjà avec un autre contenu.",
    "This entry already exists with another content.",
  ),
};

const STATE_TRANSITION = conflict(
  "state-changed",
  "L’état a changé entre-temps : rechargez la page.",
  "The state has changed meanwhile: reload the page.",
);

/** The error a person should see for a broken constraint, or undefined where none is meant for people. */
export function asAppError(error: PostgresError | undefined): AppError | undefined {
  const constraint = error?.constraint;
  if (constraint === undefined) return undefined;
  if (constraint.endsWith("_state_transition")) return STATE_TRANSITION();
  return REFUSALS[constraint]?.();
}

import type { Actor, StaffRole } from "../domain/actor.ts";
import type { Text } from "../i18n/text.ts";

export type NavigationEntry = {
  readonly href: string;
  readonly label: Text;
  readonly shownTo: (actor: Actor) => boolean;
  /** Always in sight, before the others. */
  readonly first?: true;
  /** Kept together behind one word: the fund's own work. */
  readonly office?: true;
  /** Kept together behind another: what concerns the person signed in. */
  readonly own?: true;
};

const everyone = () => true;
const signedIn = (actor: Actor) => actor.kind === "user";
const members = (actor: Actor) =>
  actor.kind === "user" && (actor.memberships.length > 0 || actor.staffRoles.length === 0);
const staff = (actor: Actor) => actor.kind === "user" && actor.staffRoles.length > 0;
const either =
  (...some: readonly ((actor: Actor) => boolean)[]) =>
  (actor: Actor) =>
    some.some((one) => one(actor));
/** Staff find the same pages among the fund's work. */
const membersOnly = (actor: Actor) => actor.kind === "user" && actor.memberships.length > 0 && !staff(actor);
const roles =
  (...wanted: readonly StaffRole[]) =>
  (actor: Actor) =>
    actor.kind === "user" && wanted.some((role) => actor.staffRoles.includes(role));

const GRANTS: Text = { fr: "Subventions", en: "Grants" };
const APPLICATIONS: Text = { fr: "Demandes d’aide", en: "Own-grant applications" };

/** The main menu. An entry shows only where its page exists. */
export const NAVIGATION: readonly NavigationEntry[] = [
  { href: "/collectes", label: { fr: "Collectes", en: "Campaigns" }, shownTo: everyone },
  { href: "/tours", label: { fr: "Tours d’abondement", en: "Matching rounds" }, shownTo: everyone },
  { href: "/lieux", label: { fr: "Lieux", en: "Places" }, shownTo: everyone },
  { href: "/transparence", label: { fr: "Transparence", en: "Transparency" }, shownTo: everyone },
  { href: "/mes-dons", label: { fr: "Mes dons", en: "My gifts" }, shownTo: signedIn, own: true },
  { href: "/mes-recus", label: { fr: "Mes reçus fiscaux", en: "My tax receipts" }, shownTo: signedIn, own: true },
  { href: "/mes-projets", label: { fr: "Mes projets", en: "My projects" }, shownTo: members, own: true },
  { href: "/structures", label: { fr: "Structures", en: "Organisations" }, shownTo: signedIn, own: true },
  {
    href: "/partenaires",
    label: { fr: "Partenariats", en: "Partnerships" },
    shownTo: either(members, staff),
    own: true,
  },
  { href: "/instruction", label: { fr: "Instruction", en: "Review" }, shownTo: staff, office: true },
  { href: "/subventions", label: GRANTS, shownTo: membersOnly, own: true },
  { href: "/demandes", label: APPLICATIONS, shownTo: membersOnly, own: true },
  { href: "/subventions", label: GRANTS, shownTo: staff, office: true },
  { href: "/demandes", label: APPLICATIONS, shownTo: staff, office: true },
  { href: "/comite", label: { fr: "Comité", en: "Committee" }, shownTo: staff, office: true },
  { href: "/a-decider", label: { fr: "À décider", en: "To decide" }, shownTo: staff, first: true },
  {
    href: "/virements",
    label: { fr: "Virements", en: "Payment files" },
    shownTo: roles("authoriser", "paymaster", "auditor"),
    office: true,
  },
  { href: "/denouements", label: { fr: "Débits en cours", en: "Charges" }, shownTo: staff, office: true },
  { href: "/remboursements", label: { fr: "Remboursements", en: "Refunds" }, shownTo: staff, office: true },
  { href: "/contestations", label: { fr: "Contestations", en: "Disputes" }, shownTo: staff, office: true },
  { href: "/releves", label: { fr: "Relevés", en: "Statements" }, shownTo: staff, office: true },
  {
    href: "/virements-de-stripe",
    label: { fr: "Virements de Stripe", en: "Stripe payouts" },
    shownTo: staff,
    office: true,
  },
  { href: "/ecarts", label: { fr: "Écarts", en: "Differences" }, shownTo: staff, office: true },
  { href: "/journees", label: { fr: "Journées", en: "Days" }, shownTo: staff, office: true },
  {
    href: "/messages",
    label: { fr: "Messages reçus", en: "Messages received" },
    shownTo: roles("administrator", "case_officer", "auditor"),
    office: true,
  },
  { href: "/livres", label: { fr: "Comptes du fonds", en: "Books" }, shownTo: staff, office: true },
  {
    href: "/recus",
    label: { fr: "Reçus fiscaux", en: "Tax receipts" },
    shownTo: roles("administrator", "paymaster", "auditor"),
    office: true,
  },
  { href: "/comptes-rendus", label: { fr: "Comptes rendus", en: "Reports" }, shownTo: staff, office: true },
  {
    href: "/modele-de-convention",
    label: { fr: "Modèle de convention", en: "Agreement template" },
    shownTo: staff,
    office: true,
  },
  {
    href: "/regles-de-securite",
    label: { fr: "Règles de sécurité", en: "Safety rules" },
    shownTo: staff,
    office: true,
  },
  { href: "/parametres", label: { fr: "Paramètres", en: "Parameters" }, shownTo: staff, office: true },
  {
    href: "/journal",
    label: { fr: "Journal", en: "Audit log" },
    shownTo: roles("administrator", "auditor"),
    office: true,
  },
  {
    href: "/taches",
    label: { fr: "Tâches", en: "Jobs" },
    shownTo: roles("administrator", "auditor"),
    office: true,
  },
  {
    href: "/assistance",
    label: { fr: "Assistance", en: "Support" },
    shownTo: roles("administrator", "auditor"),
    office: true,
  },
  { href: "/bac-a-sable", label: { fr: "Bac à sable", en: "Sandbox" }, shownTo: roles("administrator"), office: true },
  { href: "/equipe", label: { fr: "Équipe", en: "Staff" }, shownTo: roles("administrator", "auditor"), office: true },
];

import type { Template } from "../domain/agreement-template.ts";

/** The wording a fund begins with, its version 0; `# ` begins a heading. */
export const DEFAULT_TEMPLATE: Template = {
  fr: `Convention de subvention n° {{numero}}, établie le {{date}}.

Entre {{fonds}}, {{adresse_fonds}} (le fonds), et {{structure}}, {{identifiant}}, {{adresse_structure}} (la structure), représentée par la personne qui signe.

# Article 1. Objet

Le fonds subventionne le projet « {{projet}} », présenté dans la collecte « {{collecte}} » : {{resume}}

# Article 2. Montant

La subvention s’élève à {{montant}}. Elle réunit :

{{sources}}

# Article 3. Budget du projet

{{budget}}

# Article 4. Durée

Le projet se déroule du {{debut}} au {{fin}}. Les dépenses faites hors de cette période ne sont pas prises en charge.

# Article 5. Versement

{{echeancier}}

La structure demande chaque versement, sur son compte vérifié. Deux personnes du fonds l’approuvent. Ensemble, les versements ne dépassent pas la subvention.

# Article 6. Conditions

{{conditions}}

# Article 7. Justificatifs et compte rendu

La structure garde pendant dix ans les factures et les preuves de paiement, et les présente au fonds qui les demande.

{{compte_rendu}}

# Article 8. Somme non employée

{{non_employe}}

# Article 9. Engagement républicain et aides publiques

La structure souscrit au contrat d’engagement républicain, annexe 1, et en informe ses membres. Le fonds peut retirer la subvention si elle y manque. Ses déclarations d’aides de minimis forment l’annexe 2.

# Annexe 1. Contrat d’engagement républicain

{{engagement_republicain}}

# Annexe 2. Aides de minimis

{{de_minimis}}`,
  en: `Grant agreement no. {{numero}}, drawn up on {{date}}.

Between {{fonds}}, {{adresse_fonds}} (the fund), and {{structure}}, {{identifiant}}, {{adresse_structure}} (the organisation), represented by the person who signs.

# Article 1. Purpose

The fund supports the project “{{projet}}”, presented in the campaign “{{collecte}}”: {{resume}}

# Article 2. Amount

The grant is {{montant}}. It brings together:

{{sources}}

# Article 3. The project’s budget

{{budget}}

# Article 4. Period

The project runs from {{debut}} to {{fin}}. Spending outside this period is not covered.

# Article 5. Payment

{{echeancier}}

The organisation asks for each payment, to its verified account. Two people of the fund approve it. Together the payments never exceed the grant.

# Article 6. Conditions

{{conditions}}

# Article 7. Evidence and report

The organisation keeps invoices and proofs of payment for ten years, and shows them to the fund when asked.

{{compte_rendu}}

# Article 8. Money not spent

{{non_employe}}

# Article 9. Republican commitment and public aid

The organisation subscribes to the “contrat d’engagement républicain”, annex 1, and tells its members. The fund may withdraw the grant where it fails it. Its declarations of de minimis aid are annex 2.

# Annex 1. Republican commitment

{{engagement_republicain}}

# Annex 2. De minimis aid

{{de_minimis}}`,
};

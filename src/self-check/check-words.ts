import type { Text } from "../i18n/text.ts";

/** What each check of the books and of what is overdue asks, for people who read French; its own name is the English one. */
const FRENCH: Readonly<Record<string, string>> = {
  "every recurring job ended well lately": "Chaque tâche automatique a réussi il y a peu. Voyez la page des tâches.",
  "L5 every entry is sealed within a quarter of an hour": "Chaque écriture est scellée en un quart d’heure.",
  "jobs leave the outbox within ten minutes": "Aucune tâche n’attend plus de dix minutes pour partir.",
  "D2 every kept file is what was sent": "Chaque fichier conservé est celui qui a été envoyé.",
  "S2 webhooks come while there are charges": "Stripe envoie ses messages tant qu’il y a des débits.",
  "S2 webhooks are applied within an hour": "Les messages de Stripe sont traités dans l’heure.",
  "R1 a bank statement comes within five days of a transfer":
    "Un relevé bancaire suit chaque virement de cinq jours au plus. Importez le dernier relevé.",
  "R1 a bank statement comes within five days of a Stripe payout":
    "Un relevé bancaire suit chaque virement de Stripe de cinq jours au plus. Importez le dernier relevé.",
  "P5 every campaign is decided within a day of its window's end":
    "Une collecte est dénouée au plus tard un jour après la fin des débits.",
  "F5 every refund owed is sent to Stripe within a day": "Un remboursement dû part chez Stripe dans la journée.",
  "R1 the bank debits a transfer within five days":
    "La banque débite chaque virement en cinq jours au plus. Vérifiez qu’elle a reçu le fichier ; sinon, déclarez-les non exécutés.",
  "R4 a day is closed within seven days": "Une journée est arrêtée dans les sept jours.",
  "L1 every entry has at least two postings that sum to zero":
    "Chaque écriture a au moins deux lignes, dont la somme est nulle.",
  "L3 every balance is the sum of its postings": "Chaque solde est la somme de ses lignes.",
  "L3 no bounded account is below zero": "Aucun compte protégé n’est en dessous de zéro.",
  "M4 matches are in the state their pledge allows": "Chaque abondement est dans un état que son don permet.",
  "M12 every match is the sum its trace tells": "Chaque abondement est la somme que son calcul donne.",
  "L2 every captured pledge stands in the journal once, whole":
    "Chaque don débité est une fois dans le journal, en entier.",
  "L2 every charge in the journal is of a pledge or of late money":
    "Chaque débit du journal vient d’un don ou d’un paiement arrivé trop tard.",
  "D1 a campaign's accounts hold its captured gifts and committed matches until it succeeds":
    "Les comptes d’une collecte portent ses dons débités et ses abondements acquis, jusqu’à sa réussite.",
  "F1 what is owed to donors is the sum of refunds not yet paid":
    "Ce qui est dû aux donateurs est la somme des remboursements à faire.",
  "F1 what a pledge gave back is the sum of its refunds and lost disputes, by part, within what was captured":
    "Ce qu’un don a rendu est la somme de ses remboursements et contestations perdues, sans dépasser le débit.",
  "F4 the disputed account holds what open disputes took":
    "Le compte des contestations porte ce que les contestations en cours ont pris.",
  "M10 no match stands behind a gift that went back whole, and what went of a match has its cause":
    "Aucun abondement ne reste derrière un don rendu en entier, et chaque reprise a sa cause.",
  "D7 every grant's account holds what was not sent yet, its counters what is under way and paid":
    "Le compte de chaque subvention porte ce qui reste à envoyer, ses compteurs ce qui est en cours et payé.",
  "D6 every order two people declared not executed is returned, unpaid, by one entry that reverses its sending":
    "Un ordre que deux personnes ont déclaré non exécuté est revenu, jamais payé, par une écriture qui annule son envoi.",
  "D3 every order was approved by two people who did not ask for it":
    "Chaque versement a été approuvé par deux personnes qui ne l’ont pas demandé.",
  "P9 every reward's count is the pledges that hold it":
    "Le compte de chaque contrepartie est le nombre de dons qui la tiennent.",
  "M2 every pot's counters are the sums of its matches, fundings and withdrawals":
    "Les compteurs de chaque enveloppe sont la somme de ses abondements, versements et retraits.",
  "M2 every pot's account holds what was funded less what was committed, paid and ordered back":
    "Le compte de chaque enveloppe porte ce qui est reçu, moins ce qui est acquis, payé ou rendu.",
  "M2 every pot's history adds up to what it is now": "L’histoire de chaque enveloppe donne son état présent.",
  "S1 every collection from a pot's Stripe account is a funding of its own":
    "Chaque somme prise sur le compte Stripe d’une enveloppe est un versement à part.",
  "M9 calls for funds are numbered without gaps in each year":
    "Les appels de fonds sont numérotés sans trou, année par année.",
  "D3 every withdrawal was approved by two people who did not ask for it":
    "Chaque retrait a été approuvé par deux personnes qui ne l’ont pas demandé.",
  "M15 what stands of a round's matches is at most what its latest result shares":
    "Les abondements d’un tour ne dépassent pas ce que son dernier résultat partage.",
  "D3 what a grant holds back is what its unsigned amendments add":
    "Ce qu’une subvention retient est ce que ses avenants non signés ajoutent.",
  "D1 what is kept aside of each award is the award, until it joins a grant or goes back":
    "Ce qui est mis de côté pour une aide est cette aide, jusqu’à la subvention ou au retour.",
  "D1 a grant the committee made by itself is the whole award of the application it names":
    "Une subvention du comité seul est toute l’aide accordée à sa demande.",
  "D1 every award rests on a decision of that amount, and every session stays within its envelope":
    "Chaque aide repose sur une décision de ce montant, et chaque séance tient dans son enveloppe.",
  "D1 nobody tied by their own word voted, and every decision counts the votes that were cast":
    "Personne en conflit d’intérêts n’a voté, et chaque décision compte les votes exprimés.",
};

/** A check's question in words, by its name; undefined where nobody wrote any. */
export const checkWords = (name: string): Text | undefined => {
  const fr = Object.hasOwn(FRENCH, name) ? FRENCH[name] : undefined;
  return fr === undefined ? undefined : { fr, en: name.replace(/^[A-Z]\d+ /, "") };
};

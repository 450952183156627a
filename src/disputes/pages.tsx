import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { DISPUTE_STATE_NAMES } from "../refunds/page-messages.ts";
import { useText } from "../ui/context.ts";
import { Euros, StateTag, Table, When } from "../ui/show.tsx";
import { type DisputeSummary, listDisputes } from "./queries.ts";

const DISPUTE = {
  title: { fr: "Paiements contestés", en: "Disputed payments" },
  hint: {
    fr: "La banque d’un donateur conteste son paiement. Répondez avec vos preuves dans le tableau de bord de Stripe ; tant que la banque n’a pas décidé, le don et son abondement sont gelés.",
    en: "A donor’s bank disputes a payment. Answer with your evidence in Stripe’s dashboard; until the bank has decided, the gift and its matching are frozen.",
  },
  empty: { fr: "Aucun paiement n’est contesté.", en: "No payment is disputed." },
  openedOn: { fr: "Depuis le", en: "Since" },
  campaign: { fr: "Collecte", en: "Campaign" },
  reference: { fr: "Référence Stripe", en: "Stripe reference" },
  amount: { fr: "Montant", en: "Amount" },
  state: { fr: "État", en: "State" },
  all: { fr: "Voir aussi les contestations closes", en: "Show closed disputes too" },
  older: { fr: "Contestations plus anciennes", en: "Older disputes" },
} as const satisfies Record<string, Text>;

function DisputeList({ disputes }: { readonly disputes: Page<DisputeSummary> }) {
  const t = useText();
  return (
    <>
      <h1>{t(DISPUTE.title)}</h1>
      <p>{t(DISPUTE.hint)}</p>
      <Table
        caption={DISPUTE.title}
        rows={disputes.items}
        empty={DISPUTE.empty}
        columns={[
          { heading: DISPUTE.openedOn, cell: (row) => <When at={row.openedAt} /> },
          {
            heading: DISPUTE.campaign,
            cell: (row) => <a href={`/dons/${row.pledgeId}/remboursement`}>{row.campaignTitle}</a>,
          },
          { heading: DISPUTE.reference, cell: (row) => row.stripeDisputeId },
          { heading: DISPUTE.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
          {
            heading: DISPUTE.state,
            cell: (row) => (
              <StateTag
                label={DISPUTE_STATE_NAMES[row.state] ?? DISPUTE.state}
                tone={row.state === "won" ? "good" : row.state === "lost" ? "bad" : "waiting"}
              />
            ),
          },
        ]}
      />
      <p>
        <a href="/contestations?tous=1">{t(DISPUTE.all)}</a>
      </p>
      {disputes.nextCursor !== null && (
        <p>
          <a href={`/contestations?suite=${encodeURIComponent(disputes.nextCursor)}`}>{t(DISPUTE.older)}</a>
        </p>
      )}
    </>
  );
}

export const disputePages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/contestations",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite") || undefined;
      const disputes = await listDisputes(deps, actor, { limit: 50, cursor, open: field(query, "tous") === "" });
      return page(DISPUTE.title, <DisputeList disputes={disputes} />, { width: "wide" });
    },
  }),
];

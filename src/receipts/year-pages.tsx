import { fundNow } from "../db/clock.ts";
import { notFound } from "../errors.ts";
import { type PageContext, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { ofPerson } from "../pledges/queries.ts";
import { useText } from "../ui/context.ts";
import { ButtonLink } from "../ui/form.tsx";
import { Euros, On, Table } from "../ui/show.tsx";
import { eurosText } from "./euros-text.ts";
import { NO_RECEIPT, RECEIPTS } from "./messages.ts";
import { yearTyped } from "./paris-year.ts";
import { YEAR } from "./year-messages.ts";
import { type GiftOfYear, type YearOfGifts, yearOfGifts } from "./year-of-gifts.ts";
import { yearPdf } from "./year-pdf.ts";

async function ownYear({ deps, actor, params }: PageContext<"signed-in">): Promise<YearOfGifts> {
  const year = yearTyped(params.annee);
  if (year === undefined) throw notFound();
  return await yearOfGifts(deps.db, deps.fundId, ofPerson(actor.userId), year);
}

export const yearPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/mes-recus/:annee",
    access: "signed-in",
    run: async (context) => {
      const own = await ownYear(context);
      return page(YEAR.title(own.year), <YearView own={own} />, { width: "wide" });
    },
  }),
  pageRoute({
    method: "get",
    path: "/mes-recus/:annee/pdf",
    access: "signed-in",
    run: async (context) => {
      const own = await ownYear(context);
      if (own.receipts.length === 0) throw notFound();
      const { deps, language } = context;
      return {
        kind: "file",
        contentType: "application/pdf",
        filename: `recus-fiscaux-${own.year}.pdf`,
        body: yearPdf(own, { issuer: deps.bankAccount.name, language, printedAt: await fundNow(deps.db) }),
      };
    },
  }),
];

function YearView({ own }: { readonly own: YearOfGifts }) {
  const t = useText();
  return (
    <>
      <h1>{t(YEAR.title(own.year))}</h1>
      <p>{t(YEAR.total(own.receipts.length, eurosText(own.totalCents)))}</p>
      {own.receipts.length > 0 && (
        <p>
          <ButtonLink href={`/mes-recus/${own.year}/pdf`}>{t(YEAR.pdf)}</ButtonLink>
        </p>
      )}
      <Table
        caption={YEAR.caption}
        empty={YEAR.empty}
        rows={own.gifts}
        columns={[
          { heading: RECEIPTS.creditedOn, cell: (gift) => <On date={gift.creditedOn} /> },
          { heading: RECEIPTS.campaign, cell: (gift) => <a href={`/dons/${gift.pledgeId}`}>{gift.campaignTitle}</a> },
          { heading: RECEIPTS.amount, numeric: true, cell: (gift) => <Euros cents={gift.amountCents} /> },
          { heading: YEAR.receipt, cell: (gift) => <ReceiptOf gift={gift} /> },
        ]}
      />
      <p>
        <a href="/mes-recus">{t(YEAR.back)}</a>
      </p>
    </>
  );
}

function ReceiptOf({ gift: { receipt, noReceipt, pledgeId } }: { readonly gift: GiftOfYear }) {
  const t = useText();
  if (receipt !== null)
    return (
      <>
        <a href={`/recus/${receipt.id}`}>{receipt.reference}</a>, <Euros cents={receipt.amountCents} />
      </>
    );
  return <a href={`/dons/${pledgeId}/recu`}>{t(noReceipt === null ? RECEIPTS.soon : NO_RECEIPT[noReceipt])}</a>;
}

import { CSV_MARK, csvWriter } from "../csv/write-csv.ts";
import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import type { Language } from "../i18n/text.ts";
import { donorKey } from "../pledges/queries.ts";
import { giveIdentity } from "./give-identity.ts";
import { OwnReceipts, TotalsView } from "./list-views.tsx";
import { RECEIPT_FORMS, RECEIPTS } from "./messages.ts";
import { GIVEN_NATURES } from "./partner-messages.ts";
import { listOwnReceipts, type ReceiptTotals, readPledgeReceipt, readReceipt, receiptTotals } from "./queries.ts";
import { identityToForm, readIdentityForm } from "./read-identity-form.ts";
import { receiptPdf } from "./receipt-pdf.ts";
import { ReceiptView, withKey } from "./receipt-view.tsx";

type Context = PageContext<"public">;
const keyOf = (values: Form): string | undefined => field(values, "cle") || undefined;

async function show({ deps, actor, params }: Context, cle: string | undefined, typed?: Form, error?: AppError) {
  const pledgeId = idParam(params, "id");
  const receipt = await readPledgeReceipt(deps, actor, pledgeId, cle);
  const values = typed ?? (receipt.identity === null ? {} : identityToForm(receipt.identity));
  return page(
    RECEIPTS.title,
    <ReceiptView pledgeId={pledgeId} cle={cle} receipt={receipt} values={values} error={error} />,
    receipt.isBeingMade && error === undefined ? { refreshSeconds: 3 } : {},
  );
}

const ofPledge: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/dons/:id/recu",
    access: "public",
    run: (context) => show(context, keyOf(context.query)),
  }),
  pageRoute({
    method: "post",
    path: "/dons/:id/recu",
    access: "public",
    run: (context) => {
      const { deps, actor, params, form } = context;
      const pledgeId = idParam(params, "id");
      const cle = keyOf(form);
      return tryForm(
        async () => {
          const token = await donorKey(deps, actor, pledgeId, cle);
          const identity = readIdentityForm(form);
          await giveIdentity(deps, actor, {
            pledgeId,
            token,
            identity,
            declinesReward: field(form, "decline") === "on",
          });
          return redirect(withKey(`/dons/${pledgeId}/recu`, cle));
        },
        (error) => show(context, cle, form, error),
      );
    },
  }),
  pageRoute({
    method: "get",
    path: "/recus/:receiptId",
    access: "public",
    run: async ({ deps, actor, params, query }): Promise<PageResult> => {
      const receipt = await readReceipt(deps, actor, idParam(params, "receiptId"), keyOf(query));
      return {
        kind: "file",
        contentType: "application/pdf",
        filename: `recu-fiscal-${receipt.reference}.pdf`,
        body: await receiptPdf(receipt),
      };
    },
  }),
];

/** What the issuer declares, a line a year, model and nature. */
function totalsCsv(totals: ReceiptTotals, language: Language): string {
  const write = csvWriter(language);
  const { year, form, nature, count, amount, cancelled } = RECEIPTS;
  return [
    CSV_MARK,
    write([year, form, nature, count, amount, cancelled].map((text) => text[language])),
    ...totals.map((one) =>
      write([
        one.year,
        RECEIPT_FORMS[one.form][language],
        GIVEN_NATURES[one.nature][language],
        one.count,
        one.amountCents,
        one.cancelled,
      ]),
    ),
  ].join("");
}

export const receiptPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/recus/csv",
    access: "signed-in",
    run: async ({ deps, actor, language }) => ({
      kind: "file",
      contentType: "text/csv; charset=utf-8",
      filename: "recus-fiscaux.csv",
      body: totalsCsv(await receiptTotals(deps, actor), language),
    }),
  }),
  ...ofPledge,
  pageRoute({
    method: "get",
    path: "/mes-recus",
    access: "signed-in",
    run: async ({ deps, actor }) =>
      page(RECEIPTS.mine, <OwnReceipts receipts={await listOwnReceipts(deps, actor.userId)} />, { width: "wide" }),
  }),
  pageRoute({
    method: "get",
    path: "/recus",
    access: "signed-in",
    run: async ({ deps, actor }) =>
      page(RECEIPTS.all, <TotalsView totals={await receiptTotals(deps, actor)} />, { width: "wide" }),
  }),
];

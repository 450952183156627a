import { cents } from "../domain/money.ts";
import type { AppError } from "../errors.ts";
import { centsTyped } from "../http/form-rows.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { askAsHolder } from "./ask-as-holder.ts";
import { holderPageBody } from "./forms.ts";
import { HOLDER } from "./holder-messages.ts";
import { HolderPage, holderPath } from "./holder-view.tsx";
import { refundNotPossible } from "./messages.ts";
import { previewAsHolder, type RefundPreview } from "./preview-refund.ts";
import { readHolderFile } from "./read-holder-file.ts";

type Context = PageContext<"signed-in">;

const typedRequest = (form: Form) => {
  const typed = { giftCents: centsTyped(field(form, "giftCents") || "0"), reason: field(form, "reason") };
  const { giftCents, reason } = readBody(holderPageBody, typed);
  return { giftCents: cents(giftCents), reason };
};

type Shown = { readonly typed?: Form; readonly preview?: RefundPreview; readonly error?: AppError };

async function show({ deps, actor, params }: Context, { typed = {}, preview, error }: Shown = {}) {
  const file = await readHolderFile(deps, actor, idParam(params, "id"));
  return page(HOLDER.title, <HolderPage file={file} preview={preview} typed={typed} error={error} />);
}

/** The gift, and with an amount in the address what returning it would do (F3). */
const asking = pageRoute({
  method: "get",
  path: "/dons/:id/demande-du-porteur",
  access: "signed-in",
  run: (context) => {
    const { deps, actor, params, query } = context;
    if (query.giftCents === undefined) return show(context);
    return tryForm(
      async () => {
        const { giftCents } = typedRequest(query);
        const preview = await previewAsHolder(deps, actor, { pledgeId: idParam(params, "id"), giftCents });
        if (preview.obstacle !== undefined && preview.obstacle !== "not-captured")
          throw refundNotPossible(preview.obstacle);
        return show(context, { typed: query, preview });
      },
      (error) => show(context, { typed: query, error }),
    );
  },
});

const sending = pageRoute({
  method: "post",
  path: "/dons/:id/demande-du-porteur",
  access: "signed-in",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const pledgeId = idParam(params, "id");
    return tryForm(
      async () => {
        await askAsHolder(deps, actor, { pledgeId, ...typedRequest(form) });
        return redirect(holderPath(pledgeId));
      },
      (error) => show(context, { typed: form, error }),
    );
  },
});

export const holderRefundPages: readonly PageRoute[] = [asking, sending];

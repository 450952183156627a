import { purgeDrafts } from "../src/http/form-drafts.ts";
import { purgeIdempotencyKeys } from "../src/http/idempotency.ts";
import { purgeKeptForms } from "../src/http/kept-forms.ts";
import { forgetReceiptDonors } from "../src/personal-data/forget-receipt-donors.ts";
import type { Handler } from "./handlers.ts";

export const forgetOldAnswersWorker: Handler = (deps) => async () => {
  await purgeIdempotencyKeys(deps.db);
  await purgeKeptForms(deps.db);
  await purgeDrafts(deps.db);
  await forgetReceiptDonors(deps);
};

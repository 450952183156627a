import { z } from "zod";
import { fundNow } from "../db/clock.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { pageOutput, pageQuery } from "../http/pagination.ts";
import { callApi } from "./call-api.ts";
import { atQuery } from "./forms.ts";
import { openStripeAccount } from "./open-stripe-account.ts";
import { figuresOutput, momentOutput, waysToPayOutput } from "./outputs.ts";
import { readPotAt } from "./pot-at.ts";
import { potHistory } from "./pot-history.ts";
import { waysToPay } from "./ways-to-pay.ts";
import { withdrawalApi } from "./withdrawal-api.ts";

const tag = "Pots";
const params = z.object({ potId: z.uuid() });

export const potApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/pots/{potId}/figures",
    tag,
    summary: "What a pot was at an instant: promised, funded, reserved, committed, paid, returned, remaining",
    access: "signed-in",
    params,
    query: atQuery,
    output: figuresOutput,
    run: async ({ deps, actor, params, query }) =>
      readPotAt(deps, actor, params.potId, query.at ?? (await fundNow(deps.db))),
  }),
  apiRoute({
    method: "GET",
    path: "/pots/{potId}/history",
    tag,
    summary: "Everything that happened to a pot, newest first",
    access: "signed-in",
    params,
    query: pageQuery,
    output: pageOutput(momentOutput),
    run: ({ deps, actor, params, query }) => potHistory(deps, actor, { ...params, ...query }),
  }),
  apiRoute({
    method: "GET",
    path: "/pots/{potId}/ways-to-pay",
    tag,
    summary: "Accounts and reference by which a partner funds a pot",
    access: "signed-in",
    params,
    output: waysToPayOutput,
    run: ({ deps, actor, params }) => waysToPay(deps, actor, params.potId),
  }),
  apiRoute({
    method: "POST",
    path: "/pots/{potId}/stripe-account",
    tag,
    summary: "Give a pot its own IBAN at Stripe, once: whatever arrives there funds it",
    movesMoneyOrCreates: true,
    access: "signed-in",
    params,
    output: waysToPayOutput,
    run: async ({ deps, actor, params }) => {
      await openStripeAccount(deps, actor, params.potId);
      return await waysToPay(deps, actor, params.potId);
    },
  }),
  ...withdrawalApi,
  ...callApi,
];

import type { IncomingMessage } from "node:http";
import { StripeApiError } from "../errors.ts";
import type { Answer } from "../http/answer.ts";
import { decodeForm } from "../http/form.ts";
import { isRecord } from "../http/params.ts";
import { matchRoute } from "../http/router.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Control } from "./control.ts";
import { faultControls } from "./faults.ts";
import { inspectionControls } from "./inspection.ts";
import { moneyControls } from "./money.ts";
import { webhookControls } from "./webhooks.ts";

const controls: readonly Control[] = [...faultControls, ...inspectionControls, ...moneyControls, ...webhookControls];

/** Answers the test controls: JSON or a plain form in, JSON out (a form goes back to the overview), no key. */
export async function answerControl(sandbox: Sandbox, request: IncomingMessage, body: string): Promise<Answer> {
  const url = new URL(request.url ?? "/", "http://sandbox");
  const match = matchRoute(controls, request.method ?? "GET", url.pathname);
  if (match === undefined) return json(404, { error: { message: "No such control" } });
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  try {
    const given: unknown =
      isForm || body === "" ? decodeForm(body === "" ? url.search.slice(1) : body) : JSON.parse(body);
    const params = isRecord(given) ? withoutBlanks(given, isForm) : {};
    const result = await match.route.run({ sandbox, ctx: sandbox.context(""), path: match.path, params });
    sandbox.commit();
    return isForm ? { status: 303, body: "", headers: { location: "/" } } : json(200, result);
  } catch (error) {
    sandbox.store.rollback();
    if (error instanceof StripeApiError) return json(error.status, { error: error.body });
    return json(400, { error: { message: String(error) } });
  }
}

/** A form sends its empty fields too: they mean nothing was said. */
function withoutBlanks(given: Record<string, unknown>, isForm: boolean): Record<string, unknown> {
  return isForm ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")) : given;
}

function json(status: number, body: object): Answer {
  return { status, body: JSON.stringify(body, null, 2), headers: { "content-type": "application/json" } };
}

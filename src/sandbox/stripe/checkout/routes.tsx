import type { IncomingMessage } from "node:http";
import type Stripe from "stripe";
import type { Context } from "../context.ts";
import type { Answer } from "../http/answer.ts";
import { overviewPage } from "../overview/page.tsx";
import { awaitsAuthentication } from "../payments/authenticate.ts";
import { awaitedCents, receiveTransfer } from "../payments/cash.ts";
import { completeOnboarding } from "../resources/accounts.ts";
import { linesOf } from "../resources/checkout-sessions.ts";
import type { Sandbox } from "../sandbox.ts";
import { answerAuthentication, type Step, submitCheckout } from "./complete.ts";
import {
  authenticationPage,
  type CheckoutProblem,
  checkoutPage,
  messagePage,
  onboardingPage,
  transferPage,
} from "./pages.tsx";
import { styleSheet } from "./style.ts";
import { declineIn, type Texts, textsFor } from "./texts.ts";

interface Visit {
  readonly ctx: Context;
  readonly method: string;
  readonly url: URL;
  readonly form: URLSearchParams;
  readonly language: string | undefined;
}

/** Answers the pages people see: checkout, the bank's question, onboarding. */
export async function answerPage(sandbox: Sandbox, request: IncomingMessage, body: string): Promise<Answer> {
  const visit: Visit = {
    ctx: sandbox.context(""),
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", "http://sandbox"),
    form: new URLSearchParams(body),
    language: request.headers["accept-language"],
  };
  const [, area, kind, id] = visit.url.pathname.split("/");
  const answer = answerVisit(visit, area ?? "", kind ?? "", id ?? "");
  sandbox.commit();
  return answer;
}

function answerVisit(visit: Visit, area: string, kind: string, id: string): Answer {
  if (visit.url.pathname === "/c/style.css") {
    return { status: 200, body: styleSheet, headers: { "content-type": "text/css; charset=utf-8" } };
  }
  if (visit.url.pathname === "/") return show(200, overviewPage(visit.ctx));
  if (area === "c" && kind === "pay") return answerCheckout(visit, id);
  if (area === "c" && kind === "authenticate") return answerBank(visit, id);
  if (area === "bank_transfers") return answerTransfer(visit, kind);
  if (area === "receipts" || area === "mandates") {
    const t = textsFor(null, visit.language);
    return show(200, messagePage(t, t.paperTitle, t.paper, null));
  }
  if (area === "setup" && kind === "e") return answerOnboarding(visit, id);
  return notThere(visit);
}

function notThere(visit: Visit): Answer {
  const t = textsFor(null, visit.language);
  return show(404, messagePage(t, t.missingTitle, t.missing, null));
}

/** `form-action` also rules where the answer to a form may redirect, so it names the way back. */
function show(status: number, body: string, redirectsTo: string | null = null): Answer {
  const origin = redirectsTo !== null && URL.canParse(redirectsTo) ? ` ${new URL(redirectsTo).origin}` : "";
  const policy = `default-src 'none'; style-src 'self'; form-action 'self'${origin}; base-uri 'none'; frame-ancestors 'none'`;
  return {
    status,
    body,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  };
}

function redirect(location: string): Answer {
  return { status: 303, body: "", headers: { location, "cache-control": "no-store" } };
}

function answerCheckout(visit: Visit, id: string): Answer {
  const { ctx, form, method } = visit;
  const session = ctx.db.get("checkout_session", id);
  if (session === undefined) return notThere(visit);
  const t = textsFor(session.locale, visit.language);
  if (session.status !== "open") return follow(visit, session, t, submitCheckout(ctx, session, nobody));
  if (method !== "POST") return checkout(visit, session, t, null);
  const submission = {
    number: (form.get("number")?.trim() || form.get("iban") || form.get("card") || "").replaceAll(/\s/g, ""),
    email: session.customer_email ?? knownEmail(ctx, session) ?? form.get("email")?.trim() ?? "",
    name: form.get("name")?.trim() ?? "",
  };
  const problem = objection(submission, t);
  if (problem !== null) return checkout(visit, session, t, problem);
  return follow(visit, session, t, submitCheckout(ctx, session, submission));
}

const nobody = { number: "", email: "", name: "" };

function knownEmail(ctx: Context, session: Stripe.Checkout.Session): string | null {
  return typeof session.customer === "string" ? (ctx.db.get("customer", session.customer)?.email ?? null) : null;
}

function objection(given: { email: string; name: string; number: string }, t: Texts): CheckoutProblem | null {
  if (!/^[^\s@]+@[^\s@]+$/.test(given.email)) return { field: "email", message: t.emailMissing };
  if (given.name === "") return { field: "name", message: t.nameMissing };
  if (given.number === "") return { field: "number", message: t.methodMissing };
  return null;
}

function checkout(visit: Visit, session: Stripe.Checkout.Session, t: Texts, problem: CheckoutProblem | null): Answer {
  const { ctx, form } = visit;
  const email = form.get("email") ?? knownEmail(ctx, session);
  const page = { t, session, lines: linesOf(ctx, session.id), email, name: form.get("name") ?? "", problem };
  const status = problem === null ? 200 : problem.field === null ? 402 : 422;
  return show(status, checkoutPage(page), session.success_url);
}

function follow(visit: Visit, session: Stripe.Checkout.Session, t: Texts, step: Step): Answer {
  switch (step.kind) {
    case "done":
      return redirect(step.url);
    case "authenticate":
      return redirect(`/c/authenticate/${step.intent}`);
    case "declined":
      return checkout(visit, session, t, { field: null, message: declineIn(t, step) });
    case "expired":
      return show(410, messagePage(t, t.expiredTitle, t.expired, session.cancel_url));
  }
}

function answerBank(visit: Visit, id: string): Answer {
  const { ctx, form, method } = visit;
  const intent = ctx.db.get("payment_intent", id) ?? ctx.db.get("setup_intent", id);
  if (intent === undefined) return notThere(visit);
  const note = ctx.db.get("intent_note", id);
  const session = ctx.db.get("checkout_session", note?.session ?? "");
  const t = textsFor(session?.locale ?? null, visit.language);
  const back = session?.success_url ?? note?.returnUrl ?? null;
  if (!awaitsAuthentication(intent)) {
    if (session !== undefined) return redirect(`/c/pay/${session.id}`);
    return show(200, messagePage(t, t.doneTitle, t.done, back));
  }
  if (method !== "POST") {
    const amount = intent.object === "payment_intent" ? intent.amount : null;
    return show(200, authenticationPage(t, `/c/authenticate/${id}`, amount), back);
  }
  const step = answerAuthentication(ctx, intent, form.get("result") === "succeed" ? "succeed" : "fail");
  if (session !== undefined) return follow(visit, session, t, step);
  if (step.kind === "done" && note?.returnUrl) return redirect(step.url);
  return show(200, messagePage(t, t.doneTitle, step.kind === "declined" ? declineIn(t, step) : t.done, back));
}

function answerTransfer(visit: Visit, reference: string): Answer {
  const { ctx, form, method } = visit;
  const account = ctx.db.all("cash_account").find((each) => each.reference === reference);
  if (account === undefined) return notThere(visit);
  const amount = Number(form.get("amount"));
  const action = `/bank_transfers/${reference}`;
  if (method === "POST" && Number.isSafeInteger(amount) && amount > 0) {
    receiveTransfer(ctx, account.id, amount, reference);
    return redirect(action);
  }
  const missingCents = awaitedCents(ctx, account.id);
  const t = textsFor(null, visit.language);
  return show(200, transferPage({ t, iban: account.iban, reference, action, missingCents }));
}

function answerOnboarding(visit: Visit, id: string): Answer {
  const account = visit.ctx.db.get("account", id);
  if (account === undefined) return notThere(visit);
  const t = textsFor(null, visit.language);
  const back = visit.url.searchParams.get("return_url");
  if (visit.method !== "POST") return show(200, onboardingPage(t, `${visit.url.pathname}${visit.url.search}`), back);
  completeOnboarding(visit.ctx, account);
  return back === null ? show(200, messagePage(t, t.doneTitle, t.done, null)) : redirect(back);
}

import type { ComponentChildren } from "preact";
import { render } from "preact-render-to-string";
import type Stripe from "stripe";
import type { WireLineItem } from "../records.ts";
import { offers } from "./offers.ts";
import type { Texts } from "./texts.ts";

function Page({ t, title, children }: { t: Texts; title: string; children: ComponentChildren }) {
  return (
    <html lang={t.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} (test)`}</title>
        <link rel="stylesheet" href="/c/style.css" />
      </head>
      <body>
        <header class="banner">{t.testBanner}</header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>
  );
}

function html(page: Parameters<typeof render>[0]): string {
  return `<!doctype html>${render(page)}`;
}

export interface CheckoutProblem {
  readonly field: "email" | "name" | "number" | null;
  readonly message: string;
}

interface CheckoutPage {
  readonly t: Texts;
  readonly session: Stripe.Checkout.Session;
  readonly lines: readonly WireLineItem[];
  readonly email: string | null;
  readonly name: string;
  readonly problem: CheckoutProblem | null;
}

/** The hosted checkout: a plain form, complete without scripts. */
export function checkoutPage({ t, session, lines, email, name, problem }: CheckoutPage): string {
  const payment = session.mode === "payment";
  const describedBy = (field: CheckoutProblem["field"]) => (problem?.field === field ? "problem" : undefined);
  return html(
    <Page t={t} title={payment ? t.payTitle : t.setupTitle}>
      {problem && (
        <p id="problem" class="problem" role="alert">
          {problem.field === null ? `${t.problem} ${problem.message}` : problem.message}
        </p>
      )}
      {payment ? <Lines t={t} session={session} lines={lines} /> : <p>{t.setupNote}</p>}
      <form method="post" action={`/c/pay/${session.id}`} novalidate>
        {session.customer_email === null && (
          <p>
            <label for="email">{t.email}</label>
            <input
              id="email"
              name="email"
              type="email"
              autocomplete="email"
              required
              value={email ?? ""}
              aria-describedby={describedBy("email")}
              aria-invalid={problem?.field === "email"}
            />
          </p>
        )}
        <p>
          <label for="name">{t.name}</label>
          <input
            id="name"
            name="name"
            autocomplete="name"
            required
            value={name}
            aria-describedby={describedBy("name")}
            aria-invalid={problem?.field === "name"}
          />
        </p>
        <fieldset aria-describedby={describedBy("number")}>
          <legend>{t.methods}</legend>
          {offers
            .filter((offer) => session.payment_method_types.includes(offer.type))
            .map((offer, index) => (
              <label key={offer.number} class="choice">
                <input type="radio" name="card" value={offer.number} checked={index === 0} />
                <span>
                  {t.lang === "fr" ? offer.fr : offer.en} <code>{inGroups(offer.number)}</code>
                </span>
              </label>
            ))}
        </fieldset>
        <p>
          <label for="number">{t.other}</label>
          <input id="number" name="number" autocomplete="off" aria-describedby="number-hint" />
          <small id="number-hint">{t.otherHint}</small>
        </p>
        <button type="submit">{payment ? `${t.pay} ${euros(session.amount_total ?? 0, t)}` : t.save}</button>
      </form>
      {session.cancel_url !== null && (
        <p>
          <a href={session.cancel_url}>{t.cancel}</a>
        </p>
      )}
    </Page>,
  );
}

function Lines({ t, session, lines }: { t: Texts; session: Stripe.Checkout.Session; lines: readonly WireLineItem[] }) {
  return (
    <dl class="lines">
      {lines.map((line) => (
        <div key={line.id}>
          <dt>
            {line.description}
            {(line.quantity ?? 1) > 1 && ` × ${line.quantity}`}
          </dt>
          <dd>{euros(line.amount_total, t)}</dd>
        </div>
      ))}
      <div class="total">
        <dt>{t.total}</dt>
        <dd>{euros(session.amount_total ?? 0, t)}</dd>
      </div>
    </dl>
  );
}

/** The bank's question. */
export function authenticationPage(t: Texts, action: string, amount: number | null): string {
  return html(
    <Page t={t} title={t.authTitle}>
      <p>{amount === null ? t.setupNote : euros(amount, t)}</p>
      <p>{t.authNote}</p>
      <form method="post" action={action}>
        <button type="submit" name="result" value="succeed">
          {t.authSucceed}
        </button>
        <button type="submit" name="result" value="fail" class="quiet">
          {t.authFail}
        </button>
      </form>
    </Page>,
  );
}

export interface TransferPage {
  readonly t: Texts;
  readonly iban: string;
  readonly reference: string;
  readonly action: string;
  readonly missingCents: number;
}

/** Where a payer by bank transfer finds the account; here the transfer can also be pretended. */
export function transferPage({ t, iban, reference, action, missingCents }: TransferPage): string {
  return html(
    <Page t={t} title={t.transferTitle}>
      <dl class="lines">
        <div>
          <dt>IBAN</dt>
          <dd>{inGroups(iban)}</dd>
        </div>
        <div>
          <dt>{t.transferReference}</dt>
          <dd>{reference}</dd>
        </div>
        <div class="total">
          <dt>{t.transferMissing}</dt>
          <dd>{euros(missingCents, t)}</dd>
        </div>
      </dl>
      <form method="post" action={action}>
        <label for="amount">{t.transferAmount}</label>
        <input id="amount" name="amount" inputmode="numeric" pattern="[0-9]+" required value={String(missingCents)} />
        <button type="submit">{t.transferSend}</button>
      </form>
    </Page>,
  );
}

/** Something to read, perhaps one way on. */
export function messagePage(t: Texts, title: string, text: string, link: string | null): string {
  return html(
    <Page t={t} title={title}>
      <p>{text}</p>
      {link !== null && (
        <p>
          <a href={link}>{t.back}</a>
        </p>
      )}
    </Page>,
  );
}

export function onboardingPage(t: Texts, action: string): string {
  return html(
    <Page t={t} title={t.onboardingTitle}>
      <p>{t.onboarding}</p>
      <form method="post" action={action}>
        <button type="submit">{t.onboardingFinish}</button>
      </form>
    </Page>,
  );
}

function inGroups(number: string): string {
  return number.replaceAll(/.{4}(?=.)/g, "$& ");
}

function euros(cents: number, t: Texts): string {
  return new Intl.NumberFormat(t.lang, { style: "currency", currency: "EUR" }).format(cents / 100);
}

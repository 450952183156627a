import { render } from "preact-render-to-string";
import type Stripe from "stripe";
import type { Context } from "../context.ts";
import { funds } from "../payments/balance.ts";

const shownRows = 15;

interface ControlField {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  /** Value to words. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** One control as a plain form: its address, and what it needs to be told. */
interface ControlForm {
  readonly label: string;
  readonly action: string;
  readonly fields?: readonly ControlField[];
}

const faultChoices = {
  fail_before: "erreur 500, sans effet",
  fail_after: "erreur 500, après effet",
  rate_limit: "trop de requêtes (429)",
  slow: "réponse lente",
};

const controls: readonly ControlForm[] = [
  {
    label: "Avancer l'horloge",
    action: "/_sandbox/clock",
    fields: [{ name: "advanceSeconds", label: "Secondes", value: "86400" }],
  },
  { label: "Rendre l'argent disponible", action: "/_sandbox/funds/release" },
  { label: "Faire le virement du jour", action: "/_sandbox/payouts" },
  {
    label: "Alimenter le solde",
    action: "/_sandbox/funds",
    fields: [{ name: "amount", label: "Centimes", value: "100000" }],
  },
  { label: "Retenir les webhooks", action: "/_sandbox/webhooks/hold" },
  { label: "Envoyer les webhooks retenus", action: "/_sandbox/webhooks/flush" },
  {
    label: "Troubler le prochain webhook",
    action: "/_sandbox/webhooks/rules",
    fields: [
      { name: "action", label: "Effet", choices: { drop: "perdu", duplicate: "en double", delay: "en retard" } },
    ],
  },
  {
    label: "Faire échouer le prochain appel",
    action: "/_sandbox/faults",
    fields: [
      { name: "action", label: "Effet", choices: faultChoices },
      { name: "path", label: "Partie du chemin (facultatif)" },
    ],
  },
];

/** What the sandbox holds, for the person who runs it. French only: it is a developer's page. */
export function overviewPage(ctx: Context): string {
  const { available, pending } = funds(ctx);
  const intents = ctx.db.all("payment_intent").toReversed().slice(0, shownRows);
  const events = ctx.db.all("event").toReversed().slice(0, shownRows);
  const page = (
    <html lang="fr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Bac à sable Stripe</title>
        <link rel="stylesheet" href="/c/style.css" />
      </head>
      <body>
        <header class="banner">Bac à sable Stripe : aucun vrai paiement.</header>
        <main>
          <h1>Bac à sable Stripe</h1>
          <p>
            Horloge : <time>{new Date(ctx.clock.nowMs()).toLocaleString("fr")}</time>. Solde disponible :{" "}
            {euros(available)}, en attente : {euros(pending)}.
          </p>
          <h2>Derniers paiements</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">Paiement</th>
                <th scope="col">Montant</th>
                <th scope="col">État</th>
              </tr>
            </thead>
            <tbody>
              {intents.map((intent) => (
                <tr key={intent.id}>
                  <td>{intent.id}</td>
                  <td>{euros(intent.amount)}</td>
                  <td>
                    {intent.status} <IntentControls intent={intent} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <TransferAccounts ctx={ctx} />
          <h2>Derniers événements</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">Événement</th>
                <th scope="col">Type</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event) => (
                <tr key={event.id}>
                  <td>{event.id}</td>
                  <td>{event.type}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <h2>Commandes</h2>
          {controls.map((control) => (
            <Form key={control.label} {...control} />
          ))}
        </main>
      </body>
    </html>
  );
  return `<!doctype html>${render(page)}`;
}

/** Standing accounts: whoever plays the payer sends a transfer from here. */
function TransferAccounts({ ctx }: { ctx: Context }) {
  const accounts = ctx.db.all("cash_account").toReversed().slice(0, shownRows);
  if (accounts.length === 0) return null;
  return (
    <>
      <h2>Comptes de virement</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Compte</th>
            <th scope="col">En attente d’un paiement</th>
            <th scope="col">Virement reçu</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <tr key={account.id}>
              <td>
                {account.iban} ({ctx.db.get("customer", account.id)?.description ?? account.id})
              </td>
              <td>{euros(account.availableCents)}</td>
              <td>
                <Form
                  label="Faire arriver un virement"
                  action={`/_sandbox/customers/${account.id}/transfer`}
                  fields={[{ name: "amount", label: "Centimes", value: "100000" }]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function Form({ label, action, fields = [] }: ControlForm) {
  return (
    <form method="post" action={action}>
      {fields.map((field) => (
        <FieldOf key={field.name} field={field} id={`${action}:${field.name}`} />
      ))}
      <button type="submit" class="quiet">
        {label}
      </button>
    </form>
  );
}

function FieldOf({ field, id }: { field: ControlField; id: string }) {
  return (
    <p>
      <label for={id}>{field.label}</label>
      {field.choices === undefined ? (
        <input id={id} name={field.name} value={field.value ?? ""} />
      ) : (
        <select id={id} name={field.name}>
          {Object.entries(field.choices).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      )}
    </p>
  );
}

function IntentControls({ intent }: { intent: Stripe.PaymentIntent }) {
  if (intent.status !== "processing") return null;
  return <Form label="Encaisser le prélèvement" action={`/_sandbox/payment_intents/${intent.id}/settle`} />;
}

function euros(cents: number): string {
  return new Intl.NumberFormat("fr", { style: "currency", currency: "EUR" }).format(cents / 100);
}

import { lookOnly } from "../db/look-only.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";

/** A member of staff looks at the service as somebody else does. */
export type Viewing = {
  readonly id: string;
  readonly staffId: string;
  readonly personId: string;
  readonly personName: string;
  readonly reason: string;
  readonly endsAt: Date;
};

/** The one thing that can be done while looking. */
export const END_OF_VIEWING = "/assistance/fin";

// Second factor, tokens, payment links, a person’s whole file: theirs alone, whoever helps them.
const PRIVATE_PATHS = /^\/(compte|paiement|connexion)\//i;

/**
 * The one place that keeps support from acting as somebody else: whatever is sent but the end of the visit is
 * refused, and so are the pages of secrets.
 * @throws AppError 403
 */
function refuseWhileViewing(viewing: Viewing | undefined, method: string, path: string): void {
  if (viewing === undefined || (method === "POST" && path === END_OF_VIEWING)) return;
  if (method !== "GET" && method !== "HEAD") throw nothingDone();
  if (PRIVATE_PATHS.test(path)) throw staysPrivate();
}

type Watch = { readonly notePage: (viewing: Viewing, method: string, path: string) => Promise<void> };
type Watched = { readonly viewing?: Viewing; readonly viewingOver?: true };

/** Notes what support opens before it sees it, and lets it change nothing; nor what it sends too late. */
export async function watchSupport(
  { notePage }: Watch,
  { viewing, viewingOver: isOver }: Watched,
  method: string,
  path: string,
): Promise<void> {
  if (viewing !== undefined && path !== END_OF_VIEWING) await notePage(viewing, method, path);
  refuseWhileViewing(viewing, method, path);
  if (isOver && method === "POST") throw viewingOver();
}

/** What pages are given meanwhile: a database that opens no transaction to write in. */
export const depsWhileViewing = (deps: Deps, viewing: Viewing | undefined, path: string): Deps =>
  viewing === undefined || path === END_OF_VIEWING ? deps : { ...deps, db: lookOnly(deps.db, nothingDone) };

/** Links to a payment page can be paid by whoever follows them: they lead nowhere here. */
export const withoutPaymentLinks = (html: string, origins: readonly string[]): string =>
  html.replaceAll(/ href="([^"]*)"/g, (whole, href: string) =>
    origins.some((origin) => href.startsWith(`${origin}/`)) ? "" : whole,
  );

export const nothingDone = () =>
  new AppError("looking-only", 403, {
    fr: "Rien n’a été fait : pendant une visite d’assistance, on regarde sans rien changer. Terminez la visite pour agir en votre nom.",
    en: "Nothing was done: during a support visit one looks and changes nothing. End the visit to act in your own name.",
  });

export const staysPrivate = () =>
  new AppError("stays-private", 403, {
    fr: "Cette page ne s’ouvre pas pendant une visite d’assistance : elle montre des secrets ou des fichiers de la personne.",
    en: "This page does not open during a support visit: it shows the person’s secrets or files.",
  });

export const viewingOver = () =>
  new AppError("viewing-over", 409, {
    fr: "La visite d’assistance est finie : rien n’a été fait. Vous êtes de nouveau vous-même.",
    en: "The support visit is over: nothing was done. You are yourself again.",
  });

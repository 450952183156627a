import { notFound } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import type { PageContext } from "../http/page-kit.tsx";
import { readPot } from "../partners/queries.ts";

type Context = PageContext<"signed-in">;

export const POT_PATH = "/partenaires/:id/enveloppes/:potId";

export const potPath = (pot: { readonly agreementId: string; readonly id: string }): string =>
  `/partenaires/${pot.agreementId}/enveloppes/${pot.id}`;

/** The pot an address names; a pot of another agreement is a page that does not exist. */
export async function potOf({ deps, actor, params }: Context) {
  const pot = await readPot(deps, actor, idParam(params, "potId"));
  if (pot.agreementId !== idParam(params, "id")) throw notFound();
  return pot;
}

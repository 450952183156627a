import type { AppError } from "../errors.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton } from "../ui/form.tsx";
import { Notice, Words } from "../ui/show.tsx";
import { LINK, LINK_BUTTONS, WHY_ENDED, whatItAsks } from "./link-messages.ts";
import { type OpenedLink, openByLink, readLink, renewLink } from "./open-by-link.ts";

type ViewProps = {
  readonly token: string;
  readonly opened: OpenedLink;
  readonly renewed: boolean;
  readonly error: AppError | undefined;
};

/** Mail programs open links by themselves: only the button acts. */
function LinkView({ token, opened, renewed, error }: ViewProps) {
  const { link, asks, campaignTitle, amountCents } = opened;
  const t = useText();
  return (
    <>
      <h1>{t(LINK.title)}</h1>
      {error !== undefined && (
        <Notice tone="danger">
          <Words text={error.text} />
        </Notice>
      )}
      {renewed && <Notice>{t(LINK.renewed)}</Notice>}
      {asks === "nothing" ? (
        <>
          <p>{t(LINK.done)}</p>
          <p>{t(LINK.where)}</p>
        </>
      ) : (
        <>
          <p>{t(whatItAsks(asks, campaignTitle, amountCents))}</p>
          {link.state === "live" ? (
            <>
              <ActionButton action={`/paiement/${token}`} label={LINK_BUTTONS[asks]} />
              <p class="hint">{t(LINK.safe)}</p>
            </>
          ) : (
            !renewed && (
              <>
                <Notice tone="warning">{t(WHY_ENDED[link.state])}</Notice>
                <ActionButton action={`/paiement/${token}/nouveau-lien`} label={LINK.renew} />
              </>
            )
          )}
        </>
      )}
    </>
  );
}

const tokenOf = ({ params }: PageContext<"public">) => params.token ?? "";

async function show(context: PageContext<"public">, error?: AppError) {
  const token = tokenOf(context);
  const opened = await readLink(context.deps, token);
  const renewed = field(context.query, "envoye") === "1";
  return page(LINK.title, <LinkView token={token} opened={opened} renewed={renewed} error={error} />);
}

export const linkPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: "/paiement/:token", access: "public", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: "/paiement/:token",
    access: "public",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor } = context;
          const url = await openByLink(deps, actor, tokenOf(context));
          return url === undefined ? await show(context) : redirect(url);
        },
        (error) => show(context, error),
      ),
  }),
  pageRoute({
    method: "post",
    path: "/paiement/:token/nouveau-lien",
    access: "public",
    sensitive: true,
    run: async (context) => {
      await renewLink(context.deps, tokenOf(context));
      return redirect(`/paiement/${tokenOf(context)}?envoye=1`);
    },
  }),
];

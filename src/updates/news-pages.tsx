import type { NamedCampaign } from "../campaigns/named-campaign.ts";
import { field, type PageRoute, page, pageRoute, redirect } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton } from "../ui/form.tsx";
import { Notice } from "../ui/show.tsx";
import { chooseNews, readNewsLink } from "./choose-news.ts";
import { NEWS, UPDATES } from "./messages.ts";

type Props = { readonly token: string; readonly campaign: NamedCampaign; readonly wanted: boolean };

/** Mail programs open links by themselves: only the button chooses. */
function NewsChoice({ token, campaign, wanted }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(NEWS.title)}</h1>
      <Notice>{t(wanted ? NEWS.wanted(campaign.title) : NEWS.refused(campaign.title))}</Notice>
      <ActionButton
        action={`/nouvelles/${token}`}
        label={wanted ? NEWS.stop : NEWS.again}
        kind={wanted ? "primary" : "secondary"}
        fields={{ wanted: wanted ? "no" : "yes" }}
      />
      <p>
        <a href={`/collectes/${campaign.slug}`}>{t(UPDATES.backToCampaign)}</a>
      </p>
    </>
  );
}

const tokenOf = (params: Readonly<Record<string, string>>) => params.token ?? "";

export const newsPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/nouvelles/:token",
    access: "public",
    run: async ({ deps, params }) => {
      const { campaign, wanted } = await readNewsLink(deps, tokenOf(params));
      return page(NEWS.title, <NewsChoice token={tokenOf(params)} campaign={campaign} wanted={wanted} />);
    },
  }),
  pageRoute({
    method: "post",
    path: "/nouvelles/:token",
    access: "public",
    run: async ({ deps, actor, params, form }) => {
      await chooseNews(deps, actor, tokenOf(params), field(form, "wanted") === "yes");
      return redirect(`/nouvelles/${tokenOf(params)}`);
    },
  }),
];

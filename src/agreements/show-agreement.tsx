import { permits } from "../domain/permissions.ts";
import { idParam } from "../http/id-param.ts";
import { type PageContext, page } from "../http/page-kit.tsx";
import { type AgreementAnswer, AgreementView } from "../partners/agreement-view.tsx";
import { AgreementDecisions, AgreementHead } from "./agreement-head.tsx";
import { readLife } from "./queries.ts";

/** The page of one agreement: how it stands, its pots and rules, and what may be decided. */
export async function showAgreement({ deps, actor, params }: PageContext<"signed-in">, answer?: AgreementAnswer) {
  const life = await readLife(deps, actor, idParam(params, "id"));
  const { agreement } = life;
  const isPaper = agreement.signedVersion === null && agreement.state === "in_force";
  const rights = { mayEdit: isPaper && permits(actor, "partner.edit"), mayFund: permits(actor, "pot.fund") };
  const title = { fr: agreement.partnerName, en: agreement.partnerName };
  return page(
    title,
    <AgreementView
      agreement={agreement}
      {...rights}
      answer={answer}
      head={<AgreementHead actor={actor} life={life} />}
      foot={<AgreementDecisions actor={actor} life={life} />}
    />,
  );
}

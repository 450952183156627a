import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { rewardSoldOut } from "../campaigns/messages.ts";
import { type CampaignDetail, readCampaign } from "../campaigns/queries.ts";
import { fundNow } from "../db/clock.ts";
import { actorReference } from "../domain/actor.ts";
import { acceptsPledges } from "../domain/campaign.ts";
import { cents } from "../domain/money.ts";
import { type AppError, notFound } from "../errors.ts";
import { oncePerKeyWaiting } from "../http/idempotency-waiting.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { listOffers } from "../matching/queries.ts";
import { quoteMatch } from "../matching/quote-match.ts";
import { pledgeUrl } from "./access-token.ts";
import type { PledgeForm } from "./forms.ts";
import { GiveCheck } from "./give-check.tsx";
import { GiveForm } from "./give-form.tsx";
import { GIVE, giveTitle } from "./give-messages.ts";
import { campaignClosed, rewardNeedsMore } from "./messages.ts";
import { openPledge } from "./open-pledge.ts";
import { pledgeInput } from "./pledge-input.ts";
import { readPledge } from "./queries.ts";
import { readGiftForm } from "./read-gift-form.ts";

type Context = PageContext<"public">;
type Filled = { readonly values: Form; readonly error?: AppError };

async function openCampaign({ deps, actor, params }: Context): Promise<{ campaign: CampaignDetail; now: Date }> {
  const campaign = await readCampaign(deps, actor, params.slug ?? "");
  if (campaign.openedAt === null) throw notFound();
  const now = await fundNow(deps.db);
  if (!acceptsPledges(campaign.state, campaign.deadlineAt, now)) throw campaignClosed();
  return { campaign, now };
}

async function showForm(context: Context, { values, error }: Filled): Promise<PageResult> {
  const { campaign, now } = await openCampaign(context);
  const offers = await listOffers(context.deps, campaign.id);
  const body = (
    <GiveForm campaign={campaign} offers={offers} now={now} actor={context.actor} values={values} error={error} />
  );
  const { summary } = campaign.project;
  return page(giveTitle(campaign.title), body, { description: { fr: summary, en: summary } });
}

async function readGift(context: Context): Promise<{ campaign: CampaignDetail; gift: PledgeForm }> {
  const { campaign } = await openCampaign(context);
  return { campaign, gift: readGiftForm(context.form, context.language, context.actor.kind === "guest") };
}

/** What opening the pledge would refuse, said a screen earlier. */
function checkReward(campaign: CampaignDetail, gift: PledgeForm): void {
  if (gift.rewardId === null) return;
  const reward = campaign.rewards.find(({ id }) => id === gift.rewardId);
  if (reward === undefined || reward.left === 0) throw rewardSoldOut();
  if (gift.amountCents < reward.thresholdCents) throw rewardNeedsMore();
}

async function showCheck(context: Context, error?: AppError): Promise<PageResult> {
  const { campaign, gift } = await readGift(context);
  checkReward(campaign, gift);
  const { deps, actor, form } = context;
  const quote = await quoteMatch(deps, actor, { campaignId: campaign.id, amountCents: cents(gift.amountCents) });
  const request = field(form, "demande") || uuidv7();
  return page(
    GIVE.checkTitle,
    <GiveCheck campaign={campaign} gift={gift} quote={quote} values={form} request={request} error={error} />,
  );
}

/**
 * Opens the pledge once for this screen, however often it is sent, and leads to the payment page. Where less could be
 * held than the screen said, or the gift went on meanwhile, the gift's own page comes first (M5).
 */
async function pay(context: Context): Promise<PageResult> {
  const { deps, actor, form } = context;
  const { campaign, gift } = await readGift(context);
  const key = field(form, "demande");
  if (!/^[\w-]{8,64}$/.test(key)) return showCheck(context);
  const requestHash = createHash("sha256")
    .update(JSON.stringify([campaign.id, gift], plain))
    .digest("hex");
  const pledgeId = await oncePerKeyWaiting(
    deps.db,
    { actor: actorReference(actor), key, route: "POST /collectes/:slug/don", requestHash },
    async () => (await openPledge(deps, actor, pledgeInput(campaign.id, gift))).pledgeId,
  );
  const secretUrl = pledgeUrl(deps, pledgeId);
  const opened = await readPledge(deps, actor, pledgeId, new URL(secretUrl).searchParams.get("cle") ?? undefined);
  const announced = BigInt(/^\d{1,15}$/.exec(field(form, "promis"))?.[0] ?? 0);
  if (opened.matchCents < announced) return redirect(`${secretUrl}&annonce=${announced}`);
  return redirect(opened.checkoutUrl ?? secretUrl);
}

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);

const form = pageRoute({
  method: "get",
  path: "/collectes/:slug/don",
  access: "public",
  run: (context) => showForm(context, { values: {} }),
});

const submission = pageRoute({
  method: "post",
  path: "/collectes/:slug/don",
  access: "public",
  run: (context) => {
    const again = (error: AppError) => showForm(context, { values: context.form, error });
    switch (field(context.form, "etape")) {
      case "modifier":
        return showForm(context, { values: context.form });
      case "payer":
        return tryForm(
          () => pay(context),
          (error) => (error.status === 503 ? showCheck(context, error) : again(error)),
        );
      default:
        return tryForm(() => showCheck(context), again);
    }
  },
});

export const givePages: readonly PageRoute[] = [form, submission];

import { z } from "zod";
import { fundNow } from "../db/clock.ts";
import { permits } from "../domain/permissions.ts";
import { invalidInput, notFound } from "../errors.ts";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { instantOutput } from "../http/cents-schema.ts";
import { field, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { ActionButton, ButtonLink } from "../ui/form.tsx";
import { Facts, Notice, When, Words } from "../ui/show.tsx";
import { sandboxTexts as texts } from "./messages.ts";
import { moveClock } from "./move-clock.ts";

const PATH = "/bac-a-sable";
const DAY_SECONDS = 86_400;
const days = z.coerce.number().int().min(1).max(366);

/** Shown only where Stripe's sandbox stands for Stripe: what a person may do to pretend time. */
export const sandboxPages = (sandboxUrl: string): readonly PageRoute[] => [
  pageRoute({
    method: "get",
    path: PATH,
    access: "signed-in",
    run: async ({ deps, actor }) => {
      if (!permits(actor, "sandbox.move-clock")) throw notFound();
      return page(texts.title, <ClockPage now={await fundNow(deps.db)} sandboxUrl={sandboxUrl} />);
    },
  }),
  pageRoute({
    method: "post",
    path: `${PATH}/horloge`,
    access: "signed-in",
    run: ({ deps, actor, form }) =>
      tryForm(
        async () => {
          const wanted = days.safeParse(field(form, "days"));
          if (!wanted.success) throw invalidInput([{ field: "days", message: texts.wrongDays }]);
          await moveClock(deps, actor, sandboxUrl, wanted.data * DAY_SECONDS);
          return redirect(PATH);
        },
        async () => page(texts.title, <ClockPage now={await fundNow(deps.db)} sandboxUrl={sandboxUrl} />),
      ),
  }),
];

export const sandboxApi = (sandboxUrl: string): readonly ApiRoute[] => [
  apiRoute({
    method: "POST",
    path: "/sandbox/clock-moves",
    tag: "Sandbox",
    summary: "Move the clock of the fund and of the Stripe sandbox ahead (sandbox set-up only)",
    access: "signed-in",
    body: z.object({
      seconds: z
        .int()
        .min(1)
        .max(366 * DAY_SECONDS),
    }),
    output: z.object({ now: instantOutput }),
    run: async ({ deps, actor, body }) => {
      await moveClock(deps, actor, sandboxUrl, body.seconds);
      return { now: await fundNow(deps.db) };
    },
  }),
];

const ClockPage = ({ now, sandboxUrl }: { readonly now: Date; readonly sandboxUrl: string }) => (
  <>
    <h1>
      <Words text={texts.title} />
    </h1>
    <Notice>
      <Words text={texts.notice} />
    </Notice>
    <Facts facts={[[texts.now, <When key="now" at={now} time />]]} />
    <div class="buttons">
      {([1, 7, 31] as const).map((n) => (
        <ActionButton
          action={`${PATH}/horloge`}
          label={texts.ahead[n]}
          kind="secondary"
          fields={{ days: String(n) }}
          key={n}
        />
      ))}
      <ButtonLink href={sandboxUrl} kind="secondary">
        <Words text={texts.sandbox} />
      </ButtonLink>
    </div>
  </>
);

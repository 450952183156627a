import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { answerMessage } from "./answer-message.ts";
import { answerBody, contactBody } from "./forms.ts";
import { contactTexts as texts } from "./messages.ts";
import { listMessages, readMessage } from "./queries.ts";
import { sendMessage } from "./send-message.ts";
import { ContactPage, MessageList, MessagePage, ThanksPage } from "./views.tsx";

const showForm = ({ deps, actor, form }: PageContext, error?: AppError) =>
  page(
    texts.title,
    <ContactPage deps={deps} typed={actor.kind === "user" ? { email: actor.email, ...form } : form} error={error} />,
  );

async function showMessage({ deps, actor, params, form }: PageContext<"signed-in">, error?: AppError) {
  const message = await readMessage(deps, actor, idParam(params, "messageId"));
  const mayAnswer = permits(actor, "message.answer");
  return page(texts.message, <MessagePage message={message} mayAnswer={mayAnswer} typed={form} error={error} />);
}

export const contactPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: "/contact", access: "public", run: async (context) => showForm(context) }),
  pageRoute({
    method: "post",
    path: "/contact",
    access: "public",
    sensitive: true,
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form, language } = context;
          const typed = { name: field(form, "name"), email: field(form, "email"), body: field(form, "body") };
          await sendMessage(deps, actor, { ...readBody(contactBody, typed), language });
          return redirect("/contact/merci");
        },
        (error) => showForm(context, error),
      ),
  }),
  pageRoute({
    method: "get",
    path: "/contact/merci",
    access: "public",
    run: async () => page(texts.thanksTitle, <ThanksPage />),
  }),
  pageRoute({
    method: "get",
    path: "/messages",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const all = field(query, "tous") !== "";
      const cursor = field(query, "suite") || undefined;
      const messages = await listMessages(deps, actor, { limit: 50, cursor, open: !all });
      return page(texts.staffTitle, <MessageList messages={messages} all={all} />, { width: "wide" });
    },
  }),
  pageRoute({
    method: "get",
    path: "/messages/:messageId",
    access: "signed-in",
    run: (context) => showMessage(context),
  }),
  pageRoute({
    method: "post",
    path: "/messages/:messageId/reponse",
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form, params } = context;
          const messageId = idParam(params, "messageId");
          await readMessage(deps, actor, messageId);
          const { answer } = readBody(answerBody, { answer: field(form, "answer") });
          await answerMessage(deps, actor, { messageId, answer });
          return redirect(`/messages/${messageId}`);
        },
        (error) => showMessage(context, error),
      ),
  }),
];

import { notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { Words } from "../ui/show.tsx";
import { page, pageRoute } from "./page-kit.tsx";

const SHAPE = /^[a-z][a-z0-9-]{0,60}$/;

const intro: Text = {
  fr: "Cette adresse nomme une sorte de refus de l’interface pour programmes (API). La réponse elle-même dit, en français et en anglais, ce qui s’est passé et quels champs corriger.",
  en: "This address names a kind of refusal of the interface for programs (API). The answer itself says, in French and in English, what happened and which fields to correct.",
};

const reference: Text = { fr: "Voir la référence de l’API", en: "See the API reference" };

/** What the `type` of a problem leads to. */
export const problemPages = [
  pageRoute({
    method: "get",
    path: "/problems/:type",
    access: "public",
    run: async ({ params }) => {
      const type = params.type ?? "";
      if (!SHAPE.test(type)) throw notFound();
      return page(
        { fr: `Refus « ${type} »`, en: `Refusal “${type}”` },
        <>
          <h1>
            <code>{type}</code>
          </h1>
          <p>
            <Words text={intro} />
          </p>
          <p>
            <a href="/api/docs/">
              <Words text={reference} />
            </a>
          </p>
        </>,
      );
    },
  }),
];

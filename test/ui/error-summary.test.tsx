import { expect, test } from "vitest";
import { z } from "zod";
import { type AppError, type FieldError, invalidInput } from "../../src/errors.ts";
import { centsSchema } from "../../src/http/cents-schema.ts";
import { problemOf } from "../../src/http/problem.ts";
import { readBody } from "../../src/http/read-body.ts";
import type { Language } from "../../src/i18n/text.ts";
import { Choice } from "../../src/ui/choice.tsx";
import { Field, MoneyField } from "../../src/ui/field.tsx";
import { ErrorSummary } from "../../src/ui/form.tsx";
import { renderDocument } from "../../src/ui/layout.tsx";
import { Rows } from "../../src/ui/rows.tsx";

const same = (text: string) => ({ fr: text, en: text });

const body = z.object({
  title: z.string().min(1),
  use: z.string().min(1),
  amountCents: centsSchema,
  mode: z.enum(["all_or_nothing", "keep_what_you_raise"]),
  aids: z.array(z.object({ granter: z.string().min(1) })),
  services: z.array(z.enum(["aid", "course"])),
});

const answers = { title: "T", use: "U", amountCents: 500, mode: "all_or_nothing", aids: [], services: [] };

function refused(change: object): AppError {
  try {
    readBody(body, { ...answers, ...change });
  } catch (error) {
    return error as AppError;
  }
  throw new Error("nothing was refused");
}

const options = [{ value: "aid", label: same("Aide") }];

const shown = (error: AppError, language: Language = "fr"): string =>
  renderDocument({
    language,
    formToken: "",
    title: same("Essai"),
    fundName: "Fonds",
    actor: { kind: "guest" },
    url: new URL("http://localhost/essai"),
    hasPage: () => false,
    rolesWithheld: false,
    children: (
      <>
        <ErrorSummary error={error} />
        <Field name="title" label={{ fr: "Titre du projet", en: "Title of the project" }} errors={error.fields} />
        <Field name="use" label={same("À quoi servira-t-il ?")} errors={error.fields} />
        <MoneyField name="amountCents" label={{ fr: "Votre don", en: "Your gift" }} errors={error.fields} />
        <Choice name="mode" legend={same("Mode")} options={options} errors={error.fields} />
        <Choice name="services" legend={same("Services")} options={options} errors={error.fields} several />
        <Rows
          name="aids"
          legend={same("Aides")}
          count={2}
          addLabel={same("Ajouter")}
          row={(n) => <Field name={`aids.${n}.granter`} label={same("Qui l’a accordée")} errors={error.fields} />}
        />
      </>
    ),
  }).replaceAll("\u00a0", " ");

const linesOf = (html: string) =>
  [...html.matchAll(/<li><a href="(#[^"]*)">([^<]*)<\/a><\/li>/g)]
    .map(([, href, text]) => [href, text])
    .filter(([href]) => href !== "#contenu");

test("A2: the summary names the field by its label, and leads to it", () => {
  const html = shown(refused({ title: "" }));

  expect(linesOf(html)).toEqual([["#title", "Titre du projet : Une réponse est attendue."]]);
});

test("the summary names the field in the person's language", () => {
  const html = shown(refused({ amountCents: "x" }), "en");

  expect(linesOf(html)[0]?.[1]).toMatch(/^Your gift: Type an amount in euros/);
});

test("beside the field, whose label is read with it, the error says only what is wrong", () => {
  const html = shown(refused({ title: "" }));

  expect(html).toContain('aria-describedby="title-error"');
  expect(html).toContain('id="title-error"><strong>Erreur :</strong> Une réponse est attendue.</p>');
});

test.each<[string, object, string, string]>([
  ["a label that asks", { use: "" }, "#use", "À quoi servira-t-il ? Une réponse est attendue."],
  ["a row", { aids: [{ granter: "A" }, { granter: "" }] }, "#aids.1.granter", "Qui l’a accordée (ligne 2) : Une"],
  ["one of several answers", { services: ["aid", "x"] }, "#services", "Services : Choisissez une des réponses"],
  ["a choice left out", { mode: undefined }, "#mode", "Mode : Choisissez une des réponses proposées."],
])("%s is named too", (_, change, href, text) => {
  const lines = linesOf(shown(refused(change)));

  expect(lines).toEqual([[href, expect.stringContaining(text)]]);
});

test("a message that begins with the label does not say it twice; one about no field stands alone", () => {
  const fields: readonly FieldError[] = [
    { field: "amountCents", message: { fr: "Votre don dépasse le plafond.", en: "Your gift is above the cap." } },
    { field: "body", message: same("Le formulaire est vide.") },
  ];

  const lines = linesOf(shown(invalidInput(fields)));

  expect(lines.map(([, text]) => text)).toEqual(["Votre don dépasse le plafond.", "Le formulaire est vide."]);
});

test("A2: a problem names each field by its path, in its detail too", () => {
  const { problem } = problemOf(refused({ title: "" }), "http://localhost", "fr");

  expect(problem.detail).toContain("title: Une réponse est attendue.");
});

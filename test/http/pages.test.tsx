import request from "supertest";
import { beforeAll, expect, test } from "vitest";
import { invalidInput } from "../../src/errors.ts";
import { field, page, pageRoute, redirect, tryForm } from "../../src/http/page-kit.tsx";
import { Field } from "../../src/ui/field.tsx";
import { Form } from "../../src/ui/form.tsx";
import { ENHANCE_HREF } from "../../src/ui/stylesheet.ts";
import { aBrowser, formToken, submitForm, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const database = testDatabase();
let app: ReturnType<typeof testApp>["app"];

const title = { fr: "Essai", en: "Trial" };

const formPage = (value: string, fields: readonly Parameters<typeof invalidInput>[0][number][] = []) =>
  page(
    title,
    <Form action="/essai">
      <Field name="name" label={title} value={value} errors={fields} />
    </Form>,
  );

const pages = [
  pageRoute({
    method: "get",
    path: "/essai",
    access: "public",
    run: async ({ query }) => formPage(field(query, "name")),
  }),
  pageRoute({
    method: "post",
    path: "/essai",
    access: "public",
    run: ({ form }) =>
      tryForm(
        async () => {
          const name = field(form, "name");
          if (name === "court")
            throw invalidInput([{ field: "name", message: { fr: "Trop court.", en: "Too short." } }]);
          if (name === "payer") return redirect("https://checkout.example/pay/1");
          return redirect(name.startsWith("http") ? name : "/essai");
        },
        (error) => formPage(field(form, "name"), error.fields),
      ),
  }),
  pageRoute({
    method: "post",
    path: "/fichier",
    access: "public",
    upload: true,
    run: async ({ files }) => ({
      kind: "file",
      contentType: "text/plain",
      filename: "écho.txt",
      body: files.statement?.text ?? "none",
    }),
  }),
  pageRoute({
    method: "get",
    path: "/panne",
    access: "public",
    run: async () => {
      throw new Error("secret inside");
    },
  }),
  pageRoute({ method: "get", path: "/prive", access: "signed-in", run: async () => page(title, <p>privé</p>) }),
];

beforeAll(async () => {
  app = testApp(await testDeps(database.db), { pageRoutes: pages, formOrigins: ["https://checkout.example"] }).app;
});

const postWithToken = async (send: (sent: request.Test) => request.Test) => {
  const browser = aBrowser(app);
  const opened = await browser.get("/essai");
  return send(browser.post("/essai").type("form")).send({ name: "bien", _token: formToken(opened.text) });
};

test("a form with its token, from our page, passes", async () => {
  const answer = await submitForm(aBrowser(app), "/essai", { name: "bien" });

  expect([answer.status, answer.headers.location]).toEqual([303, "/essai"]);
});

test.each([
  ["no token", async () => aBrowser(app).post("/essai").type("form").send({ name: "bien" })],
  [
    "a made-up token",
    async () =>
      aBrowser(app)
        .post("/essai")
        .type("form")
        .send({ _token: "0".repeat(64) }),
  ],
  [
    "another browser's token",
    async () => {
      const other = await aBrowser(app).get("/essai");
      const browser = aBrowser(app);
      await browser.get("/essai");
      return browser
        .post("/essai")
        .type("form")
        .send({ _token: formToken(other.text) });
    },
  ],
  ["Sec-Fetch-Site: cross-site", () => postWithToken((sent) => sent.set("Sec-Fetch-Site", "cross-site"))],
  ["Sec-Fetch-Site: same-site", () => postWithToken((sent) => sent.set("Sec-Fetch-Site", "same-site"))],
  ["another origin", () => postWithToken((sent) => sent.set("Origin", "https://evil.example"))],
  ["the origin null", () => postWithToken((sent) => sent.set("Origin", "null"))],
])("a post with %s is refused", async (_, post) => {
  const answer = await post();

  expect(answer.status).toBe(403);
  expect(answer.text).toContain("vient d’un autre site");
});

test("the origins a browser gives for our own pages pass", async () => {
  const answer = await postWithToken((sent) =>
    sent.set("Sec-Fetch-Site", "same-origin").set("Origin", "http://localhost"),
  );

  expect(answer.status).toBe(303);
});

test("what was typed stays where it must be corrected, in the person's language", async () => {
  const browser = aBrowser(app);
  await browser.get("/essai?lang=en").expect(303);

  const answer = await submitForm(browser, "/essai", { name: "court" });

  expect(answer.status).toBe(422);
  expect(answer.text).toContain('value="court"');
  expect(answer.text).toContain("Too short.");
  expect(answer.text).toContain('<html lang="en">');
});

test("text from people cannot become markup", async () => {
  const answer = await request(app).get("/essai").query({ name: '"><script>alert(1)</script>' });

  expect(answer.text.match(/<script[^>]*>/g)).toEqual([`<script src="${ENHANCE_HREF}" defer>`]);
  expect(answer.text).toContain("&lt;script>");
});

test.each([
  ["fr-FR,fr;q=0.9,en;q=0.8", "fr"],
  ["en-US,en;q=0.9", "en"],
  ["de", "fr"],
  ["", "fr"],
])("without a choice the language is that of the browser: %s", async (header, language) => {
  const answer = await request(app).get("/essai").set("Accept-Language", header);

  expect(answer.text).toContain(`<html lang="${language}">`);
});

test("a redirect leads to us or to the payment page, nowhere else", async () => {
  const toPayment = await submitForm(aBrowser(app), "/essai", { name: "payer" });
  const elsewhere = await submitForm(aBrowser(app), "/essai", { name: "https://evil.example/" });

  expect([toPayment.status, toPayment.headers.location]).toEqual([303, "https://checkout.example/pay/1"]);
  expect(elsewhere.status).toBe(500);
  expect(elsewhere.headers.location).toBeUndefined();
});

test.each(["//evil.example/?lang=fr", "/essai?lang=en"])("switching the language stays here: %s", async (path) => {
  const answer = await request(app).get(path);

  expect(answer.headers.location ?? "/").toMatch(/^\/(?!\/)/);
});

test("an unknown page and a bug each have a page, without internals", async () => {
  const unknown = await request(app).get("/inconnue").set("Accept-Language", "en");
  const bug = await request(app).get("/panne");

  expect([unknown.status, bug.status]).toEqual([404, 500]);
  expect(unknown.text).toContain("Page not found");
  expect(bug.text).not.toContain("secret inside");
  expect(bug.text).toContain(String(bug.headers["x-request-id"]));
});

test("a page for people with an account leads a guest to sign in and back", async () => {
  const answer = await request(app).get("/prive?a=1");

  expect([answer.status, answer.headers.location]).toEqual([303, "/connexion?retour=%2Fprive%3Fa%3D1"]);
});

test("a file of a form arrives as text, and an answer can be a file", async () => {
  const browser = aBrowser(app);
  const opened = await browser.get("/essai");

  const answer = await browser
    .post("/fichier")
    .field("_token", formToken(opened.text))
    .attach("statement", Buffer.from("relevé à l’euro près"), "relevé.xml");

  expect(answer.text).toBe("relevé à l’euro près");
  expect(answer.headers["content-disposition"]).toContain("UTF-8''%C3%A9cho.txt");
});

test("NUL in a form is refused", async () => {
  const answer = await submitForm(aBrowser(app), "/essai", { name: "a\u0000b" });

  expect(answer.status).toBe(422);
});

test("a form over 100 kB and a body that is no form are refused", async () => {
  const large = await submitForm(aBrowser(app), "/essai", { name: "x".repeat(110_000) });
  const json = await aBrowser(app).post("/essai").send({ name: "bien" });

  expect([large.status, json.status]).toEqual([413, 415]);
});

import { expect, test } from "vitest";
import { createLog } from "../../src/observability/log.ts";

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog("info", { write: (line) => void lines.push(line) }));
  return lines.join("");
}

test("secrets and personal data never reach a log line (X7)", () => {
  const text = logged((log) => {
    log.info({ email: "dona@example.org", iban: "FR7630006000011234567890189", password: "p4ss" }, "top");
    log.info(
      { req: { headers: { authorization: "Bearer abc", cookie: "fund=abc", "set-cookie": "fund=abc" } } },
      "http",
    );
    log.info({ user: { email: "dona@example.org" }, job: { data: { token: "abc", secret: "abc" } } }, "deep");
  });

  for (const secret of ["dona@", "FR76", "p4ss", "abc"]) expect(text).not.toContain(secret);
  expect(text.match(/\[removed\]/g)?.length).toBeGreaterThanOrEqual(8);
});

test("an error's message and stack lose the addresses and accounts they quote (X7)", () => {
  const text = logged((log) => {
    log.error({ err: new Error("no mailbox dona@example.org for FR76 3000 6000 0112 3456 7890 189") }, "failed");
    log.error({ err: "550 <dona@example.org> refused" }, "failed");
  });

  expect(text).not.toMatch(/dona@|3000 6000/);
  expect(text).toContain("no mailbox [e-mail] for [iban]");
});

test("a failed query keeps its text and loses the values it was sent with (X7)", () => {
  const query = new Error('Failed query: insert into "pledges" values ($1, $2)\nparams: Solène,12 rue\ndes Lilas');

  const text = logged((log) => log.error({ err: query }, "failed"));

  expect(text).toContain("insert into");
  expect(text).not.toMatch(/Solène|Lilas/);
});

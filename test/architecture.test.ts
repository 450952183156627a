import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

type Source = { readonly path: string; readonly text: string; readonly imports: readonly string[] };

/** Every source file with what it imports: packages by name, own files by their path from the root. */
const sources: readonly Source[] = filesUnder("src", "workers").map((path) => {
  const text = readFileSync(join(root, path), "utf8");
  const imports = [...text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)].map(([, specifier = ""]) =>
    specifier.startsWith(".") ? relative(root, join(root, dirname(path), specifier)) : specifier,
  );
  return { path, text, imports };
});

function filesUnder(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
    )
    .filter((path) => /\.tsx?$/.test(path));
}

const under =
  (...folders: readonly string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(folder));
const isPackage = (name: string) => (specifier: string) => specifier === name || specifier.startsWith(`${name}/`);
const anyOf =
  (...tests: readonly ((s: string) => boolean)[]) =>
  (s: string) =>
    tests.some((t) => t(s));

const isAdapter = (path: string) => path.startsWith("workers/") || /(^|[/-])(pages|api|routes?)\.tsx?$/.test(path);
const isTable = anyOf(isPackage("drizzle-orm"), isPackage("postgres"), under("src/db/schema"));
const isUseCaseOrDatabase = anyOf(isPackage("drizzle-orm"), isPackage("postgres"), under("src/db/"));

test.each<[string, (path: string) => boolean, (specifier: string) => boolean]>([
  ["the domain imports only the domain", under("src/domain/"), (s) => !under("src/domain/")(s)],
  ["ui and texts know no database", under("src/ui/", "src/i18n/"), isUseCaseOrDatabase],
  ["routes, pages and workers know no tables", isAdapter, isTable],
  [
    "only payments and the sandbox speak to Stripe's SDK",
    (p) => !under("src/payments/", "src/sandbox/")(p),
    isPackage("stripe"),
  ],
  [
    "only jobs, workers and http know the queue's packages",
    (p) => !under("src/jobs/", "workers/", "src/http/")(p),
    anyOf(isPackage("bullmq"), isPackage("ioredis"), isPackage("pg")),
  ],
])("%s", (_, applies, forbidden) => {
  const judged = sources.filter((source) => applies(source.path));

  expect(judged.length).toBeGreaterThan(0);
  expect(judged.flatMap((s) => s.imports.filter(forbidden).map((i) => `${s.path} → ${i}`))).toEqual([]);
});

test.each<[string, RegExp, (path: string) => boolean]>([
  [
    "only the configuration reads the environment",
    /process\.env/,
    under("src/config.ts", "src/sandbox/stripe/main.ts"),
  ],
  [
    "L6: only the ledger writes the journal",
    /\bpost_entry\(|insert\((journalEntries|postings|accounts)\)/,
    under("src/ledger/"),
  ],
  ["no code hides a type error", /@ts-(ignore|expect-error|nocheck)|\bas any\b/, () => false],
])("%s", (_, pattern, allowed) => {
  const found = sources.filter((source) => pattern.test(source.text) && !allowed(source.path));

  expect(found.map((source) => source.path)).toEqual([]);
});

test("these checks saw the project's files and their imports", () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.flatMap((source) => source.imports).length).toBeGreaterThan(500);
});

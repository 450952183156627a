import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { aPlaceRow, csvOf, temporaryFiles } from "../places/support.ts";
import { testDatabase } from "../support/database.ts";

const database = testDatabase();
const writeFile = temporaryFiles();
const root = fileURLToPath(new URL("../..", import.meta.url));

type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs a command as a person does, in the project's folder. */
const run = (command: "import-places" | "import-territories", args: readonly string[]) =>
  new Promise<Outcome>((resolve) => {
    const script = [root, "src/cli/", command, ".ts"].join("");
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
    execFile(process.execPath, ["--import", "tsx", script, ...args], { cwd: root, env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });

test("importing places reports refusals in French on the standard output and still succeeds", async () => {
  const rows = [aPlaceRow({ id: "right" }), aPlaceRow({ id: "wrong", commune: "Ville (haute)", nom: "=cmd()" })];
  const path = await writeFile("places.csv", csvOf(rows));

  const { code, stdout, stderr } = await run("import-places", [path]);

  expect(code).toBe(0);
  expect(stdout.trim().split("\n")).toEqual([
    "ligne,identifiant,colonne,valeur,motif,suite",
    '3,wrong,commune,Ville (haute),"Le standard n’admet pas ici « ( », « ) ».",ligne refusée',
  ]);
  expect(stderr).toContain("2 lignes lues, 1 refusée…");
  expect(stderr).toContain("1 ajouté, 0 mis à jour");
});

test("the report goes to a file where one is named", async () => {
  const path = await writeFile("one.csv", csvOf([aPlaceRow({ id: "=1+1", code_postal: "?" })]));
  const report = `${dirname(path)}/report.csv`;

  const { code, stdout } = await run("import-places", [path, "--report", report]);

  expect([code, stdout]).toEqual([0, ""]);
  expect(await readFile(report, "utf8")).toContain(
    "2,'=1+1,code_postal,?,Un code postal a cinq chiffres.,ligne refusée",
  );
});

test.each([
  ["no file", [], "Usage : npm run import:places"],
  ["an unknown option", ["x.csv", "--fast"], "Usage : npm run import:places"],
  ["a file that is not there", ["nowhere.csv"], "Le fichier nowhere.csv ne peut pas être lu (ENOENT)."],
  ["a folder", ["."], "ne peut pas être lu (EISDIR)."],
  ["a report that can't be written", ["x.csv", "--report", "nowhere/r.csv"], "ne peut pas être écrit (ENOENT)."],
  ["another file than the standard's", ["package.json"], "Il manque : id, pivot, nom"],
])("importing places with %s says so in one sentence and exits 1", async (_, args, sentence) => {
  const { code, stdout, stderr } = await run("import-places", args);

  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("importing territories says which list it read and what changed", async () => {
  const header = "code_insee,nom,departement,region,epci,population,latitude,longitude,rural,codes_postaux";
  const path = await writeFile("communes.csv", `${header}\n02361,Guise,02,32,,4541,49.9,3.6,1,02120\n`);

  const { code, stderr } = await run("import-territories", [path]);

  expect(code).toBe(0);
  expect(stderr).toContain("Liste des communes : 1 ligne lue, 0 refusée, 1 changement ; 1 lieu reclassé.");
});

import { worker } from "../domain/actor.ts";
import { importPlaces } from "../places/import-places.ts";
import { runImport } from "./import-command.ts";

const number = new Intl.NumberFormat("fr-FR");
const some = (count: number, one: string, many: string) => `${number.format(count)} ${count > 1 ? many : one}`;

await runImport("Usage : npm run import:places -- LIEUX.csv [--report RAPPORT.csv]", async (input) => {
  const counts = await importPlaces(input, worker("import-places"), {
    ...input,
    onProgress: ({ read, refused }) =>
      input.show(`${some(read, "ligne lue", "lignes lues")}, ${some(refused, "refusée", "refusées")}…`),
  });
  return [
    `${some(counts.read, "ligne lue", "lignes lues")} : ${some(counts.accepted, "acceptée", "acceptées")}`,
    `${some(counts.refused, "refusée", "refusées")}`,
    `${some(counts.setAside, "écartée", "écartées")} (même identifiant).`,
  ]
    .join(", ")
    .concat(
      ` Lieux : ${some(counts.inserted, "ajouté", "ajoutés")}, ${some(counts.updated, "mis à jour", "mis à jour")}, ` +
        `${some(counts.unchanged, "inchangé", "inchangés")}.`,
    );
});

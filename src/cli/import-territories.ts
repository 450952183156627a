import { worker } from "../domain/actor.ts";
import { importTerritories } from "../territories/import-territories.ts";
import { LIST_NAMES } from "../territories/messages.ts";
import { runImport } from "./import-command.ts";

const number = new Intl.NumberFormat("fr-FR");
const some = (count: number, one: string, many: string) => `${number.format(count)} ${count > 1 ? many : one}`;

await runImport("Usage : npm run import:territories -- LISTE.csv [--report RAPPORT.csv]", async (input) => {
  const counts = await importTerritories(input, worker("import-territories"), {
    ...input,
    onProgress: ({ read }) => input.show(`${some(read, "ligne lue", "lignes lues")}…`),
  });
  return (
    `Liste des ${LIST_NAMES[counts.kind].fr} : ${some(counts.read, "ligne lue", "lignes lues")}, ` +
    `${some(counts.refused, "refusée", "refusées")}, ${some(counts.changed, "changement", "changements")} ; ` +
    `${some(counts.placesChanged, "lieu reclassé", "lieux reclassés")}.`
  );
});

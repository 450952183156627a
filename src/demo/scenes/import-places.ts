import { asc, isNotNull } from "drizzle-orm";
import { places } from "../../db/schema/territories.ts";
import { importPlaces } from "../../places/import-places.ts";
import { StoryStuck } from "../eventually.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

export type Place = {
  readonly id: string;
  readonly name: string;
  readonly commune: string;
  readonly departement: string;
};

/** An administrator imports the places; the project will be at the first one whose département is known. */
export async function importThePlaces({ deps }: Stage, path: string): Promise<Told<{ readonly place: Place }>> {
  const counts = await importPlaces(deps, await actAs(deps.db, "administrator"), { path, onFinding: () => {} });
  const [found] = await deps.db
    .select({ id: places.id, name: places.name, commune: places.communeName, departement: places.departement })
    .from(places)
    .where(isNotNull(places.departement))
    .orderBy(asc(places.id))
    .limit(1);
  if (found === undefined || found.departement === null) {
    throw new StoryStuck({ fr: "le fichier ne donne aucun lieu", en: "the file gives no place" });
  }
  const { inserted, refused } = counts;
  return {
    place: { ...found, departement: found.departement },
    told: {
      fr: `${inserted} acceptés, ${refused} refusés. Le projet aura lieu ici : ${found.name}, ${found.commune}.`,
      en: `${inserted} accepted, ${refused} refused. The project takes place here: ${found.name}, ${found.commune}.`,
    },
  };
}

import { fileURLToPath } from "node:url";

const folder = import.meta.url.includes("/dist/") ? "../../../src/demo/" : "./";

/** A dozen fictional places in real communes, in the national standard. */
export const PLACES_FILE = fileURLToPath(new URL(`${folder}places.csv`, import.meta.url));

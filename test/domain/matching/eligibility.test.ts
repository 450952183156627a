import { expect, test } from "vitest";
import { coversPlace, ineligibility, kilometresBetween } from "../../../src/domain/matching/eligibility.ts";
import type { MatchingFilter } from "../../../src/domain/matching/rule.ts";
import { fc } from "../../support/property.ts";
import { aGift, aRule, noUsage, PLACE } from "../../support/rules.ts";

/** Guéret, whose centre is about as far from the place as a morning's walk. */
const GUERET = { communeCode: "23096", latitude: 46.1706, longitude: 1.8714 };

test.each<[MatchingFilter, boolean]>([
  [{}, true],
  [{ rural: true }, true],
  [{ qpv: true }, false],
  [{ frr: true, rural: true }, true],
  [{ departements: ["02", "23"] }, true],
  [{ departements: ["02"] }, false],
  [{ epcis: ["200067593"] }, true],
  [{ epcis: ["200054781"] }, false],
  [{ near: { ...GUERET, kilometres: 1 } }, true],
  [{ near: { ...GUERET, latitude: 46.6, kilometres: 40 } }, false],
  [{ near: { ...GUERET, latitude: 46.6, kilometres: 50 } }, true],
  [{ placeTypes: ["BIB"] }, false],
  [{ placeTypes: ["BIB", "FABLAB"], services: ["Aide aux démarches administratives"] }, true],
  [{ services: ["Loisirs et créations numériques"] }, false],
  [{ publics: ["Jeunes"] }, false],
  [{ publics: ["Jeunes", "Seniors"] }, true],
  [{ labels: ["Aidants Connect"] }, false],
])("M7: filter %j covers the place: %s", (filter, covered) => {
  expect(coversPlace(filter, PLACE)).toBe(covered);
});

test("M7: a place that lacks what a predicate asks for is not covered; one place of several is enough", () => {
  const nowhere = { ...PLACE, departement: undefined, epci: undefined, latitude: undefined, longitude: undefined };
  const elsewhere = { ...PLACE, departement: "02" };
  const rule = aRule({ filter: { departements: ["23"] } });

  expect(coversPlace({ departements: ["23"] }, nowhere)).toBe(false);
  expect(coversPlace({ epcis: ["200067593"] }, nowhere)).toBe(false);
  expect(coversPlace({ near: { ...GUERET, kilometres: 1000 } }, nowhere)).toBe(false);
  expect(ineligibility(rule, aGift({ places: [elsewhere, PLACE] }), noUsage())).toBeUndefined();
  expect(ineligibility(rule, aGift({ places: [elsewhere] }), noUsage())).toBe("place_not_covered");
});

test("M7: all predicates must hold of one and the same place", () => {
  const town = { ...PLACE, departement: "23", rural: false };
  const village = { ...PLACE, departement: "02", rural: true };
  const rule = aRule({ filter: { departements: ["23"], rural: true } });

  expect(ineligibility(rule, aGift({ places: [town, village] }), noUsage())).toBe("place_not_covered");
});

test("M7: a project without a category is covered by no rule that asks for one", () => {
  const rule = aRule({ filter: { categories: ["inclusion"] } });

  expect(ineligibility(rule, aGift({ category: undefined }), noUsage())).toBe("category_not_covered");
  expect(ineligibility(rule, aGift(), noUsage())).toBeUndefined();
});

test("the distance between known towns is right to one per cent, and the edge of a circle is inside", () => {
  const parisToLyon = kilometresBetween(48.8566, 2.3522, 45.764, 4.8357);
  const edge = kilometresBetween(GUERET.latitude, GUERET.longitude, PLACE.latitude ?? 0, PLACE.longitude ?? 0);

  expect(Math.abs(parisToLyon - 391.5)).toBeLessThan(3.9);
  expect(coversPlace({ near: { ...GUERET, kilometres: edge } }, PLACE)).toBe(true);
  expect(coversPlace({ near: { ...GUERET, kilometres: edge * 0.999 } }, PLACE)).toBe(false);
});

const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });

test("the distance is the same both ways, zero to itself, and never more than half the earth's round", () => {
  fc.assert(
    fc.property(latitude, longitude, latitude, longitude, (latA, lonA, latB, lonB) => {
      const there = kilometresBetween(latA, lonA, latB, lonB);

      expect(there).toBeCloseTo(kilometresBetween(latB, lonB, latA, lonA), 6);
      expect(kilometresBetween(latA, lonA, latA, lonA)).toBe(0);
      expect(there).toBeGreaterThanOrEqual(0);
      expect(there).toBeLessThan(20_016);
    }),
  );
});

import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

const MOST_STOPS = 90;

/** Where the keyboard stands, and what is wrong with how one sees it: nothing drawn around it, or out of sight. */
const STANDING = `(() => {
  const one = document.activeElement;
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
  const { top, bottom, left, right, width, height } = one.getBoundingClientRect();
  const drawn = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !/, 0\\)$|transparent/.test(outlineColor);
  const inSight = width > 0 && height > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const faults = [
    ...(one.matches(":focus-visible") ? [] : ["not :focus-visible"]),
    ...(drawn ? [] : ["no outline"]),
    ...(inSight ? [] : ["out of sight"]),
  ];
  return { name: one.outerHTML.slice(0, 120), faults };
})()`;

/** Everywhere the keyboard stops, one sees that it does. */
export async function seesFocus(page: Page): Promise<void> {
  const { name, faults } = await page.evaluate<{ name: string; faults: string[] }>(STANDING);
  expect(faults, name).toEqual([]);
}

/** Goes from stop to stop until `target` has the keyboard. */
export async function tabTo(page: Page, target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  await target.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press(key);
    await seesFocus(page);
    if ((await target.and(page.locator(":focus")).count()) === 1) return;
  }
  expect.fail(`the keyboard never came to ${String(target)}`);
}

/** Goes to a field and types into it, over what stands there: arriving selects it. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/** Goes to a link or a button and presses it; `arrived` is what shows that the next page has come. */
export async function pressAt(page: Page, target: Locator, arrived: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
  await arrived.waitFor();
}

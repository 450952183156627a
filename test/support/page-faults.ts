import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What is wrong with the page as it is shown, its foldable parts opened: accessibility faults in light and then, for
 * its colours, in dark, and sideways scrolling. Empty for a page that is right. Axe runs in the page itself: that is
 * several times quicker than its usual detour over a second page, and no page here has frames. It describes what is
 * wrong alone; all that is right would be many times as much.
 */
export async function pageFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
  const overflow = await page.evaluate<number>(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  await page.emulateMedia({ colorScheme: "light" });
  const axe = () => new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const light = await axe().withTags(WCAG_22_AA).analyze();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await axe().withRules(["color-contrast"]).analyze();
  await page.emulateMedia({ colorScheme: "light" });
  return [
    ...(overflow > 0 ? [`${overflow} px too wide`] : []),
    ...[...light.violations, ...dark.violations].flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`)),
  ];
}

import chromiumBinary from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/**
 * A real Chromium from npm. Close it after use. Its own flags for serverless machines are kept, but for those that
 * change what pages may do.
 */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumBinary.executablePath(),
    args: chromiumBinary.args.filter((flag) => !DROPPED.has(flag)),
    headless: true,
  });
}

// One process for all would end with the first window closed.
const DROPPED = new Set(["--disable-web-security", "--allow-running-insecure-content", "--single-process"]);

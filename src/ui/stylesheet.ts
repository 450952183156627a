import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const source = (name: string) => {
  const root = import.meta.url.includes("/dist/") ? "../../../src/ui/" : "./";
  return readFileSync(new URL(root + name, import.meta.url), "utf8");
};

const hashed = (name: string, extension: string, body: string) =>
  `/assets/${name}.${createHash("sha256").update(body).digest("hex").slice(0, 12)}.${extension}`;

const style = source("style.css");
const icon = source("icon.svg");
const enhance = source("enhance.js");

/** Addresses carry the content's hash, so that browsers may keep them for good. */
export const STYLE_HREF = hashed("style", "css", style);
export const ICON_HREF = hashed("icon", "svg", icon);
export const ENHANCE_HREF = hashed("enhance", "js", enhance);

export const ASSETS: ReadonlyMap<string, { readonly contentType: string; readonly body: string }> = new Map([
  [STYLE_HREF, { contentType: "text/css; charset=utf-8", body: style }],
  [ENHANCE_HREF, { contentType: "text/javascript; charset=utf-8", body: enhance }],
  [ICON_HREF, { contentType: "image/svg+xml", body: icon }],
]);

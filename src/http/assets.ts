import type { Express } from "express";
import { ASSETS, ICON_HREF } from "../ui/stylesheet.ts";
import { sendCompressed } from "./compressed.ts";

/** Style and icon, kept by browsers for good: another content has another address. */
export function mountAssets(app: Express): void {
  for (const [path, asset] of ASSETS) {
    app.get(path, async (request, response) => {
      response.set("Cache-Control", "public, max-age=31536000, immutable").type(asset.contentType);
      await sendCompressed(request, response, asset.body);
    });
  }
  app.get("/favicon.ico", (_, response) => response.redirect(302, ICON_HREF));
}

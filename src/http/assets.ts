import type { Express } from "express";
import { ASSETS, ICON_HREF } from "../ui/stylesheet.ts";

/** Style and icon, kept by browsers for good: another content has another address. */
export function mountAssets(app: Express): void {
  for (const [path, asset] of ASSETS) {
    app.get(path, (_, response) => {
      response.set("Cache-Control", "public, max-age=31536000, immutable").type(asset.contentType).send(asset.body);
    });
  }
  app.get("/favicon.ico", (_, response) => response.redirect(302, ICON_HREF));
}

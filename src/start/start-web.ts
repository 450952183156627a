import type { Config } from "../config.ts";
import { attach } from "./attach.ts";
import { listen } from "./listen.ts";
import { openService } from "./open-service.ts";
import type { Unwinding } from "./unwinding.ts";
import { webApp } from "./web-app.ts";

/** The web half: any number, on any machine. @returns the address it answers at */
export async function startWeb(config: Config, opened: Unwinding): Promise<string> {
  const around = attach(config);
  const web = await listen(config.host, config.port);
  await opened.add(() => web.close());
  const service = await openService(config, around, config.baseUrl ?? `http://localhost:${web.port}`, opened);
  await opened.add(() => web.close());
  web.serve(await webApp(config, service, opened));
  return web.localUrl;
}

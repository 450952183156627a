import { createServer, request as forward, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

export type HoldingProxy = {
  readonly url: string;
  /**
   * The next answer to a POST on this path is kept back: it took effect behind the proxy, and the caller never hears.
   * @returns resolves once that answer is held
   */
  holdNextAnswer(path: string): Promise<void>;
};

/** Stands between a program and a server, to let a call act and its caller die before the answer. */
export function holdingProxy(target: () => string): HoldingProxy {
  const held: ServerResponse[] = [];
  let waiting: { readonly path: string; readonly heard: () => void } | undefined;
  let url = "";

  const server = createServer((incoming, outgoing) => {
    const options = { method: incoming.method, headers: incoming.headers };
    const onward = forward(new URL(incoming.url ?? "/", target()), options, (answer) => {
      if (waiting !== undefined && incoming.method === "POST" && incoming.url === waiting.path) {
        answer.resume();
        held.push(outgoing);
        waiting.heard();
        waiting = undefined;
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(async () => {
    for (const response of held) response.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  return {
    get url() {
      return url;
    },
    holdNextAnswer: (path) =>
      new Promise((resolve) => {
        waiting = { path, heard: resolve };
      }),
  };
}

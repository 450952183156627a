import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { ConfigurationError } from "../config.ts";

export type Listener = {
  readonly port: number;
  /** How other programs of this machine reach it. */
  readonly localUrl: string;
  /** From now on requests are answered; before, with 503. */
  serve(app: RequestListener): void;
  /** Takes no new requests, lets those under way finish. */
  close(): Promise<void>;
};

const FIRST_PORT = 3000;
const LAST_PORT = 3099;
const PATIENCE_MS = 15_000;

const unusable = (host: string, port: number, error: Error) =>
  new ConfigurationError(`HOST ${host} and PORT ${port} cannot be listened on: ${error.message}.`);

/** Takes a port before anything else is started: `wanted`, or from 3000 on the first free one. */
export async function listen(host: string, wanted: number | undefined): Promise<Listener> {
  let answer: RequestListener = (_, response) => {
    response.writeHead(503, { "retry-after": "2", "content-type": "text/plain; charset=utf-8" });
    response.end("Le service démarre. / The service is starting.\n");
  };
  const server = createServer((request, response) => answer(request, response));
  const tryPort = (port: number) =>
    new Promise<boolean>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) =>
        error.code === "EADDRINUSE" ? resolve(false) : reject(unusable(host, port, error)),
      );
      server.listen(port, host, () => {
        server.removeAllListeners("error");
        resolve(true);
      });
    });
  for (let port = wanted ?? FIRST_PORT; !(await tryPort(port)); port += 1) {
    if (wanted !== undefined) throw new ConfigurationError(`PORT ${wanted} of ${host} is already in use.`);
    if (port >= LAST_PORT)
      throw new ConfigurationError(`All ports from ${FIRST_PORT} to ${LAST_PORT} are in use: set PORT.`);
  }
  const { port } = server.address() as AddressInfo;
  const everywhere = host === "0.0.0.0" || host === "::";
  return {
    port,
    localUrl: `http://${everywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host}:${port}`,
    serve(app) {
      answer = app;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Connections kept open fall idle one by one as their last answer ends.
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      const patience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(patience);
    },
  };
}

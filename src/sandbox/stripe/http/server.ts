import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerPage } from "../checkout/routes.tsx";
import { answerControl } from "../control/controls.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Answer } from "./answer.ts";
import { answerApi } from "./api.ts";
import { readBody } from "./read-body.ts";

/** The sandbox's one server: API, controls, and the pages people see. */
export function createSandboxServer(sandbox: Sandbox): Server {
  return createServer((request, response) => {
    answer(sandbox, request)
      .catch((error: unknown): Answer => {
        sandbox.store.rollback();
        return { status: 500, body: String(error), headers: { "content-type": "text/plain; charset=utf-8" } };
      })
      .then((result) => send(response, result));
  });
}

async function answer(sandbox: Sandbox, request: IncomingMessage): Promise<Answer> {
  const body = await readBody(request);
  const path = request.url ?? "/";
  if (path.startsWith("/v1/") || path.startsWith("/v2/")) return answerApi(sandbox, request, body);
  if (path.startsWith("/_sandbox/")) return answerControl(sandbox, request, body);
  return answerPage(sandbox, request, body);
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (status === 0) {
    response.socket?.destroy();
    return;
  }
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

import { once } from "node:events";
import { Agent, get } from "node:http";
import { expect, test } from "vitest";
import { listen } from "../../src/start/listen.ts";

test("a second program on the usual port takes the next one; a port asked for by name does not move", async () => {
  const first = await listen("127.0.0.1", undefined);
  const second = await listen("127.0.0.1", undefined);

  expect(second.port).toBeGreaterThan(first.port);
  await expect(listen("127.0.0.1", first.port)).rejects.toThrow(`PORT ${first.port} of 127.0.0.1 is already in use.`);
  await Promise.all([first.close(), second.close()]);
});

test("until the service is up, requests are told to come back", async () => {
  const web = await listen("127.0.0.1", 0);

  const answer = await fetch(web.localUrl);

  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
  await answer.text();
  await web.close();
});

test("a shutdown answers the request under way, though its connection would stay open, and takes no new one", async () => {
  const web = await listen("127.0.0.1", 0);
  let arrive: (finish: () => void) => void = () => {};
  const arrived = new Promise<() => void>((resolve) => {
    arrive = resolve;
  });
  web.serve((_, response) => arrive(() => response.end("answered")));
  const agent = new Agent({ keepAlive: true });
  const request = get(web.localUrl, { agent });
  const answer = once(request, "response");
  const finish = await arrived;

  const closed = web.close();
  await expect(fetch(web.localUrl)).rejects.toThrow();
  finish();
  const [response] = await answer;
  response.resume();

  await closed;
  expect(response.statusCode).toBe(200);
  agent.destroy();
});

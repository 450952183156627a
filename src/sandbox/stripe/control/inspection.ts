import { integer, positive, readParams, required, text } from "../http/params.ts";
import type { Control } from "./control.ts";

const pollMs = 10;

/** Looking at the sandbox, and moving its clock. */
export const inspectionControls: readonly Control[] = [
  {
    method: "GET",
    pattern: "/_sandbox/clock",
    run: ({ sandbox }) => ({ now: sandbox.clock.now(), offsetSeconds: Math.round(sandbox.clock.offsetMs / 1000) }),
  },
  {
    method: "POST",
    pattern: "/_sandbox/clock",
    run: ({ sandbox, params }) => {
      const { advanceSeconds } = readParams({ advanceSeconds: required(positive) }, params);
      sandbox.advance(advanceSeconds * 1000);
      return { now: sandbox.clock.now(), offsetSeconds: Math.round(sandbox.clock.offsetMs / 1000) };
    },
  },
  {
    method: "GET",
    pattern: "/_sandbox/requests",
    run: ({ sandbox, params }) => {
      const { method, path } = readParams({ method: text, path: text }, params);
      const requests = sandbox.log.entries.filter(
        (entry) =>
          (method === undefined || entry.method === method) && (path === undefined || entry.path.includes(path)),
      );
      return { requests };
    },
  },
  {
    method: "GET",
    pattern: "/_sandbox/events",
    run: ({ ctx, params }) => {
      const { type } = readParams({ type: text }, params);
      return { events: ctx.db.all("event").filter((event) => type === undefined || event.type === type) };
    },
  },
  {
    method: "GET",
    pattern: "/_sandbox/deliveries",
    run: ({ ctx }) => ({ deliveries: ctx.db.all("delivery") }),
  },
  {
    method: "POST",
    pattern: "/_sandbox/idle",
    run: async ({ sandbox, ctx, params }) => {
      const { withinMs = 1_000, timeoutMs = 10_000 } = readParams({ withinMs: integer, timeoutMs: integer }, params);
      const deadline = Date.now() + timeoutMs;
      const busy = () =>
        sandbox.delivering > 0 || ctx.db.all("task").some((task) => task.dueAtMs <= sandbox.clock.nowMs() + withinMs);
      while (busy() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, pollMs));
      return { idle: !busy() };
    },
  },
];

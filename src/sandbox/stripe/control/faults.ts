import { integer, oneOf, positive, readParams, required, text } from "../http/params.ts";
import type { Control } from "./control.ts";

const shape = {
  action: required(oneOf("rate_limit", "slow", "fail_before", "fail_after")),
  count: positive,
  delayMs: integer,
  how: oneOf("error", "drop"),
  method: oneOf("GET", "POST", "DELETE"),
  path: text,
  replays: oneOf("failure", "result"),
};

/** Ordered failures of the API itself. */
export const faultControls: readonly Control[] = [
  { method: "GET", pattern: "/_sandbox/faults", run: ({ sandbox }) => ({ faults: sandbox.faults.pending }) },
  {
    method: "POST",
    pattern: "/_sandbox/faults",
    run: ({ sandbox, params }) => {
      const given = readParams(shape, params);
      sandbox.faults.add({
        action: given.action,
        count: given.count ?? 1,
        delayMs: given.delayMs ?? 1_000,
        how: given.how ?? "error",
        method: given.method ?? null,
        path: given.path ?? null,
        replays: given.replays ?? "failure",
      });
      return { faults: sandbox.faults.pending };
    },
  },
  {
    method: "DELETE",
    pattern: "/_sandbox/faults",
    run: ({ sandbox }) => {
      sandbox.faults.clear();
      return { faults: [] };
    },
  },
];

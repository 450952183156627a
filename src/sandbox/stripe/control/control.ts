import type { Context } from "../context.ts";
import { notFound } from "../errors.ts";
import type { RecordKind, Records } from "../records.ts";
import type { Sandbox } from "../sandbox.ts";

export interface ControlCall {
  readonly sandbox: Sandbox;
  /** The platform's view. */
  readonly ctx: Context;
  readonly path: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, unknown>>;
}

/** One test control under `/_sandbox/`. */
export interface Control {
  readonly method: "GET" | "POST" | "DELETE";
  readonly pattern: string;
  readonly run: (call: ControlCall) => object | Promise<object>;
}

/** The record a control is about, by the id in its URL. */
export function subject<K extends RecordKind>(call: ControlCall, kind: K): Records[K] {
  const id = call.path.id ?? "";
  const found = call.ctx.db.get(kind, id);
  if (found === undefined) throw notFound(kind, id);
  return found;
}

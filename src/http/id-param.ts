import { z } from "zod";
import { notFound } from "../errors.ts";

const uuid = z.uuid();

/** An id in a page's address; anything that isn't one is a page that doesn't exist. */
export function idParam(params: Readonly<Record<string, string>>, name: string): string {
  const parsed = uuid.safeParse(params[name]);
  if (!parsed.success) throw notFound();
  return parsed.data;
}

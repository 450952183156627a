import type { Deps } from "../deps.ts";

/** Runs a sweep's work item by item: one that fails is logged and met again at the next sweep, the rest goes on. */
export async function forEachLogged<T extends object>(
  deps: Pick<Deps, "log">,
  name: string,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      deps.log.error({ err: error, sweep: name, item }, "an item of a sweep failed and will be tried again");
    }
  }
}

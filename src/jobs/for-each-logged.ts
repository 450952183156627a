import type { Deps } from "../deps.ts";

/** Runs a sweep's work item by item, or some at once: one that fails is logged and met again at the next sweep, the rest goes on. */
export async function forEachLogged<T extends object>(
  deps: Pick<Deps, "log">,
  name: string,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  atOnce = 1,
): Promise<void> {
  const waiting = items.values();
  const workThrough = async () => {
    for (const item of waiting) {
      try {
        await work(item);
      } catch (error) {
        deps.log.error({ err: error, sweep: name, item }, "an item of a sweep failed and will be tried again");
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, workThrough));
}

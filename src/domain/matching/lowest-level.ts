/** How far a group's shares may rise: `left` among takers of so much `weight`, above zero. */
export type Level = { readonly group: number; readonly left: bigint; readonly weight: bigint };

export const isBelow = (a: Level, b: Level): boolean => a.left * b.weight < b.left * a.weight;

/** Puts a level into the heap whose lowest level is taken first; of equal ones the earlier group. */
export function addLevel(heap: Level[], level: Level): void {
  let at = heap.push(level) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!swapIfBefore(heap, at, parent)) return;
    at = parent;
  }
}

/** Takes the lowest level out; undefined from an empty heap. */
export function takeLowest(heap: Level[]): Level | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  heap[0] = last;
  let at = 0;
  for (;;) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const child = isBefore(heap, right, left) ? right : left;
    if (!swapIfBefore(heap, child, at)) return first;
    at = child;
  }
}

function isBefore(heap: readonly Level[], index: number, other: number): boolean {
  const [a, b] = [heap[index], heap[other]];
  if (a === undefined || b === undefined) return false;
  return isBelow(a, b) || (!isBelow(b, a) && a.group < b.group);
}

function swapIfBefore(heap: Level[], index: number, other: number): boolean {
  const [a, b] = [heap[index], heap[other]];
  if (a === undefined || b === undefined || !isBefore(heap, index, other)) return false;
  heap[index] = b;
  heap[other] = a;
  return true;
}

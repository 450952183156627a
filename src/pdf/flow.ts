/** A4 in points, between its margins. */
export const PAGE = { margin: 48, width: 595.28 - 96, height: 841.89, bottom: 841.89 - 62 } as const;

/** Where the next thing goes on a page, and when a new page begins. */
export type Flow = {
  readonly page: () => number;
  readonly y: () => number;
  /**
   * Takes this much height and answers where it begins, on a new page where it does not fit on this one. `onBreak` is
   * called on a new page first, for headings that are repeated there; it answers how much height they took.
   */
  take(height: number, onBreak?: (y: number) => number): number;
  /** Begins a new page unless so much is left. */
  keep(height: number): void;
};

export function openFlow(beginPage: (page: number) => void): Flow {
  const at = { page: 0, y: PAGE.bottom };
  const turn = () => {
    at.page += 1;
    at.y = PAGE.margin;
    beginPage(at.page);
  };
  turn();
  return {
    page: () => at.page,
    y: () => at.y,
    take(height, onBreak) {
      if (at.y + height > PAGE.bottom) {
        turn();
        at.y += onBreak?.(at.y) ?? 0;
      }
      const y = at.y;
      at.y += height;
      return y;
    },
    keep(height) {
      if (at.y + height > PAGE.bottom) turn();
    },
  };
}

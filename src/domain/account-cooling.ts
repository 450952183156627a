const COOLING_MS = 24 * 3_600_000;

/** When an account verified, or connected, at `since` may first be paid (D5). The database's trigger says the same. */
export const opensAt = (since: Date): Date => new Date(since.getTime() + COOLING_MS);

export const isCooled = (since: Date | null, now: Date): boolean => since !== null && opensAt(since) <= now;

import fc from "fast-check";

const { PROPERTY_SEED, PROPERTY_RUNS } = process.env;

/**
 * The cases are the same on every run, so that a change is judged by what it changed. To hunt for new ones:
 * `PROPERTY_SEED=$RANDOM PROPERTY_RUNS=300 npx vitest run test/matching/undoing-at-random.test.ts`.
 */
export const SEED = Number(PROPERTY_SEED ?? 1_789);

/** @param usual how many cases are enough without a hunt */
export const runs = (usual: number): number => Number(PROPERTY_RUNS ?? usual);

fc.configureGlobal({ seed: SEED });

export { fc };

import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Whole programs and browsers take long, however short their tests read: begun late, one of them would end alone. */
const LONG = /test\/(quality|start|faults|access|demo|workers)\/|import-memory/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // A condition waited for comes later on a busy machine; the wait ends as soon as it holds.
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 3,
    // Files share what they import, and so spare reading it again; each has a database of its own.
    isolate: false,
    sequence: { sequencer: LongFirst },
    env: { TZ: "UTC", NODE_ENV: "test" },
  },
});

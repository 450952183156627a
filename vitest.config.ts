import { defineConfig } from "vitest/config";

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
    env: { TZ: "UTC", NODE_ENV: "test" },
  },
});

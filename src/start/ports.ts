import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const PORTS = z.object({ postgres: z.number().optional(), stripe: z.number().optional() });

/** Ports of the last start, asked for again: stored checkout addresses hold the sandbox's. */
export type Ports = z.infer<typeof PORTS>;

export function readPorts(dataDir: string): Ports {
  try {
    return PORTS.parse(JSON.parse(readFileSync(join(dataDir, "ports.json"), "utf8")));
  } catch {
    return {};
  }
}

export function keepPorts(dataDir: string, ports: Ports): void {
  writeFileSync(join(dataDir, "ports.json"), JSON.stringify(ports));
}

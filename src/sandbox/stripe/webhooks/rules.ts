/** What can go wrong with one delivery; each field left out stays as Stripe would send it. */
export interface Distortion {
  readonly wrongSecret?: boolean | undefined;
  /** The signature's timestamp lies this many seconds back. */
  readonly ageSeconds?: number | undefined;
  readonly livemode?: boolean | undefined;
  readonly apiVersion?: string | undefined;
  readonly account?: string | undefined;
}

/** Applies to the next `count` events, of the given types if any. */
export interface WebhookRule {
  readonly action: "drop" | "duplicate" | "delay" | "distort";
  readonly count: number;
  readonly types: readonly string[] | null;
  readonly delayMs: number;
  readonly distortion: Distortion;
}

/** The controls' say over deliveries. In memory: a restart delivers normally again. */
export class WebhookRules {
  #rules: WebhookRule[] = [];
  holding = false;

  get pending(): readonly WebhookRule[] {
    return this.#rules;
  }

  add(rule: WebhookRule): void {
    this.#rules.push(rule);
  }

  clear(): void {
    this.#rules = [];
    this.holding = false;
  }

  /** The first rule meant for this event; it counts one down. */
  take(type: string): WebhookRule | undefined {
    const index = this.#rules.findIndex((rule) => rule.types?.includes(type) ?? true);
    const rule = this.#rules[index];
    if (rule === undefined) return undefined;
    if (rule.count > 1) this.#rules[index] = { ...rule, count: rule.count - 1 };
    else this.#rules.splice(index, 1);
    return rule;
  }
}

import { z } from "zod";

export const STRIPE_CASH = "stripe-cash";

/** What a difference about money that waits at Stripe keeps of it. */
const cashDetail = z.object({
  customerId: z.string(),
  /** By Stripe's clock. */
  arrivedAt: z.coerce.date(),
  payer: z.string().nullable(),
  reference: z.string().nullable(),
  /** Stripe's refund or charge that carried out what was decided; `refused` where Stripe would not. */
  done: z.string().optional(),
});

export type CashDetail = z.infer<typeof cashDetail>;

export const readCashDetail = (kind: string, detail: unknown): CashDetail | undefined =>
  kind === STRIPE_CASH ? cashDetail.safeParse(detail).data : undefined;

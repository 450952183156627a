export const DISPUTE_STATES = ["inquiry", "open", "won", "lost", "closed"] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** What Stripe says of a dispute: its status, whether it took the money, and how much of that came back. */
export type DisputeFacts = {
  readonly status: string;
  readonly isWithdrawn: boolean;
  readonly cameBack: "nothing" | "part" | "all";
};

/** Stripe's statuses in which the bank waits for the fund's answer. */
const AWAITING_ANSWER = new Set(["needs_response", "warning_needs_response"]);

export type AnswerRefusal = "ended" | "not-asked" | "too-late" | "answered";

/** Why a dispute cannot be answered, undefined where it can: once, while the bank asks, until the day it named. */
export function answerRefusal(
  dispute: { readonly state: DisputeState; readonly stripeStatus: string; readonly evidenceDueAt: Date | null },
  isAnswered: boolean,
  now: Date,
): AnswerRefusal | undefined {
  if (dispute.state !== "inquiry" && dispute.state !== "open") return "ended";
  if (isAnswered) return "answered";
  if (!AWAITING_ANSWER.has(dispute.stripeStatus)) return "not-asked";
  return dispute.evidenceDueAt !== null && dispute.evidenceDueAt <= now ? "too-late" : undefined;
}

/** Whether Stripe still waits for an answer: one that it took, from whomever, changes its status. */
export const awaitsAnswer = (status: string): boolean => AWAITING_ANSWER.has(status);

export type DisputeStep = "inquire" | "withdraw" | "win" | "lose" | "close";

/**
 * What is left to book of a dispute, in order, from what is known of it (F4, S2): the money that moved tells, not the
 * order in which we hear. An inquiry moves none. Of one that ended with a part of its money back, the rest is lost: banks
 * take a whole payment of which a part was refunded, and give that part back. One that is lost stays lost: what an appeal brings back later is a
 * movement nobody expects, which reconciliation shows.
 */
export function stepsOf(known: DisputeState | undefined, facts: DisputeFacts): readonly DisputeStep[] {
  if (known === "won" || known === "lost" || known === "closed") return [];
  const opening: readonly DisputeStep[] =
    known === "open" ? [] : facts.isWithdrawn ? ["withdraw"] : known === undefined ? ["inquire"] : [];
  return [...opening, ...endOf(facts)];
}

const ENDED_WITHOUT_MONEY = new Set(["warning_closed", "prevented", "won"]);
const ENDED = new Set(["won", "lost", "prevented"]);

function endOf({ status, isWithdrawn, cameBack }: DisputeFacts): readonly DisputeStep[] {
  if (!isWithdrawn) return ENDED_WITHOUT_MONEY.has(status) ? ["close"] : [];
  if (!ENDED.has(status)) return [];
  if (cameBack === "all") return ["win"];
  // Won money is on its way.
  return status === "won" && cameBack === "nothing" ? [] : ["lose"];
}

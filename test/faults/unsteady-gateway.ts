import { GatewayUnavailable, type PaymentGateway } from "../../src/payments/gateway.ts";

export type Weather = {
  /** Chance that a call is lost, half of the time after it took effect. */
  lossRate: number;
};

/** The real gateway on a bad line: calls are lost before Stripe saw them, or their answers after it acted. */
export function unsteadyGateway(gateway: PaymentGateway, weather: Weather, random: () => number): PaymentGateway {
  const lossy = <A extends unknown[], R>(name: string, call: (...input: A) => Promise<R>) => {
    return async (...input: A): Promise<R> => {
      const draw = random();
      if (draw < weather.lossRate / 2) throw new GatewayUnavailable(`${name} lost on its way`);
      const answer = await call(...input);
      if (draw < weather.lossRate) throw new GatewayUnavailable(`the answer to ${name} was lost`);
      return answer;
    };
  };
  return {
    ...gateway,
    createCustomer: lossy("createCustomer", gateway.createCustomer),
    openCheckout: lossy("openCheckout", gateway.openCheckout),
    expireCheckout: lossy("expireCheckout", gateway.expireCheckout),
    findCheckout: lossy("findCheckout", gateway.findCheckout),
    chargeOffSession: lossy("chargeOffSession", gateway.chargeOffSession),
    findPayment: lossy("findPayment", gateway.findPayment),
    cancelPayment: lossy("cancelPayment", gateway.cancelPayment),
    findCharge: lossy("findCharge", gateway.findCharge),
    findSetup: lossy("findSetup", gateway.findSetup),
    forgetPaymentMethod: lossy("forgetPaymentMethod", gateway.forgetPaymentMethod),
    refund: lossy("refund", gateway.refund),
    findRefund: lossy("findRefund", gateway.findRefund),
  };
}

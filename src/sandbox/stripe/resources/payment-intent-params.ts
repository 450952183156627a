import { currency, metadata } from "../http/common-params.ts";
import {
  boolean,
  emptyable,
  ignored,
  list,
  object,
  oneOf,
  positive,
  refusedPaymentMethodTypes,
  required,
  text,
  uncovered,
} from "../http/params.ts";
import { mandateData } from "../payments/mandate.ts";
import { methodShape } from "../payments/payment-method.ts";

const usage = oneOf("off_session", "on_session");

export const confirmShape = {
  allowed_payment_method_types: list(text),
  capture_method: oneOf("automatic", "automatic_async", "manual"),
  error_on_requires_action: boolean,
  excluded_payment_method_types: emptyable(list(text)),
  mandate: text,
  mandate_data: mandateData,
  off_session: boolean,
  payment_method: text,
  payment_method_data: object(methodShape),
  payment_method_options: ignored,
  payment_method_types: refusedPaymentMethodTypes,
  radar_options: ignored,
  receipt_email: emptyable(text),
  return_url: text,
  setup_future_usage: emptyable(usage),
  shipping: ignored,
  use_stripe_sdk: boolean,
};

export const createShape = {
  ...confirmShape,
  amount: required(positive),
  currency: required(currency),
  application_fee_amount: uncovered,
  automatic_payment_methods: object({ enabled: required(boolean), allow_redirects: oneOf("always", "never") }),
  confirm: boolean,
  confirmation_method: oneOf("automatic"),
  customer: text,
  description: text,
  metadata,
  on_behalf_of: uncovered,
  statement_descriptor: text,
  statement_descriptor_suffix: text,
  transfer_data: uncovered,
  transfer_group: text,
};

export const updateShape = {
  amount: positive,
  currency,
  customer: text,
  description: emptyable(text),
  metadata: emptyable(metadata),
  payment_method: emptyable(text),
  payment_method_types: refusedPaymentMethodTypes,
  receipt_email: emptyable(text),
  setup_future_usage: emptyable(usage),
  transfer_group: text,
};

export const cancelReason = oneOf("duplicate", "fraudulent", "requested_by_customer", "abandoned");

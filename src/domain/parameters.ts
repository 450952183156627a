/** A rate, cap or threshold with the value and source it has until a fund sets another (T5). */
type ParameterDefault = { readonly value: bigint; readonly unit: "percent" | "cents"; readonly source: string };

export const PARAMETERS = {
  "receipt-reward-share-percent": {
    value: 25n,
    unit: "percent",
    source: "BOI-IR-RICI-250-20: la contrepartie ne dépasse pas 25 % du don",
  },
  "receipt-reward-yearly-cap": {
    value: 7_300n,
    unit: "cents",
    source: "BOI-IR-RICI-250-20: 73 € de contreparties par donateur et par an (valeur 2021)",
  },
  "reduction-people-percent": { value: 66n, unit: "percent", source: "CGI, article 200" },
  "reduction-companies-percent": { value: 60n, unit: "percent", source: "CGI, article 238 bis" },
} as const satisfies Readonly<Record<string, ParameterDefault>>;

export type ParameterName = keyof typeof PARAMETERS;
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];

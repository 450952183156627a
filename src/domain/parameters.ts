/** A rate, cap or threshold with the value and source it has until a fund sets another (T5). */
type ParameterDefault = { readonly value: bigint; readonly unit: ParameterUnit; readonly source: string };

export const PARAMETER_UNITS = ["percent", "per_mille", "cents", "months"] as const;
export type ParameterUnit = (typeof PARAMETER_UNITS)[number];

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
  "reduction-companies-threshold": { value: 200_000_000n, unit: "cents", source: "CGI, article 238 bis, 2 : 2 M€" },
  "reduction-companies-above-percent": { value: 40n, unit: "percent", source: "CGI, article 238 bis, 2" },
  "giving-cap-companies": { value: 2_000_000n, unit: "cents", source: "CGI, article 238 bis, 3 : 20 000 €" },
  "giving-cap-turnover": {
    value: 5n,
    unit: "per_mille",
    source: "CGI, article 238 bis, 3 : 5 ‰ du chiffre d’affaires",
  },
  "written-agreement-above": {
    value: 2_300_000n,
    unit: "cents",
    source: "Décret n° 2001-495 du 6 juin 2001, article 1",
  },
  "de-minimis-ceiling": {
    value: 30_000_000n,
    unit: "cents",
    source: "Règlement (UE) 2023/2831, article 3, paragraphe 2 : 300 000 € sur trois ans",
  },
  "grant-report-months": {
    value: 6n,
    unit: "months",
    source: "Loi n° 2000-321 du 12 avril 2000, article 10 : compte rendu financier dans les six mois",
  },
} as const satisfies Readonly<Record<string, ParameterDefault>>;

export type ParameterName = keyof typeof PARAMETERS;
export const PARAMETER_NAMES = Object.keys(PARAMETERS) as readonly ParameterName[];

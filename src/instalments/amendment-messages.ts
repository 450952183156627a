import type { AmendmentObstacle } from "../domain/schedule-amendment.ts";
import { AppError, invalidInput } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import type { AmendmentState } from "./amendment-queries.ts";

const conflict = (type: string, fr: string, en: string) => (): AppError => new AppError(type, 409, { fr, en });

export const amendmentOpen = conflict(
  "amendment-open",
  "Un avenant de cet échéancier attend déjà des signatures : signez-le ou retirez-le d’abord.",
  "An amendment of this schedule awaits signatures already: sign it or withdraw it first.",
);

export const amendmentEnded = conflict(
  "state-changed",
  "Cet avenant n’attend plus de signature : rechargez la page.",
  "This amendment awaits no signature any more: reload the page.",
);

export const amendmentOvertaken = conflict(
  "amendment-overtaken",
  "Une de ses tranches a été demandée, prolongée ou annulée depuis, ou la subvention a augmenté : retirez cet avenant et proposez-en un autre.",
  "One of its instalments was asked for, given more time or cancelled since, or the grant grew: withdraw this amendment and propose another.",
);

const OBSTACLES: Readonly<Record<AmendmentObstacle, Text>> = {
  executed: {
    fr: "Seules les tranches dont rien n’est demandé peuvent changer.",
    en: "Only instalments of which nothing was asked for may change.",
  },
  unchanged: { fr: "Changez au moins une part ou une date.", en: "Change at least one share or one date." },
  "not-whole": {
    fr: "Les parts doivent faire ensemble autant qu’avant.",
    en: "The shares must make as much together as before.",
  },
  "past-day": { fr: "Une nouvelle date limite doit être à venir.", en: "A new limit date must be to come." },
  "days-not-in-order": {
    fr: "Les dates limites doivent se suivre dans l’ordre des tranches.",
    en: "The limit dates must follow in the order of the instalments.",
  },
};

export const refusedAmendment = (reason: AmendmentObstacle): AppError =>
  invalidInput([{ field: "lines", message: OBSTACLES[reason] }]);

export const AMENDMENT_STATE_NAMES: Readonly<Record<AmendmentState, Text>> = {
  "holder-signs": { fr: "à signer par la structure", en: "to be signed by the organisation" },
  "fund-signs": { fr: "à signer par le fonds", en: "to be signed by the fund" },
  "in-force": { fr: "en vigueur", en: "in force" },
  withdrawn: { fr: "retiré", en: "withdrawn" },
};

export const AMENDMENTS = {
  title: { fr: "Proposer un avenant à l’échéancier", en: "Propose an amendment of the schedule" },
  list: { fr: "Avenants de l’échéancier", en: "Amendments of the schedule" },
  intro: {
    fr: "Vous pouvez proposer d’autres parts et d’autres dates limites pour les tranches dont rien n’est encore demandé. Rien ne change avant la signature de la structure, puis du fonds.",
    en: "You may propose other shares and limit dates for the instalments of which nothing was asked for yet. Nothing changes before the organisation signs, then the fund.",
  },
  together: { fr: "Ensemble, ces parts font", en: "Together these shares make" },
  fixed: { fr: "Ces tranches ne changent pas", en: "These instalments do not change" },
  percent: { fr: "Part, en %", en: "Share, in %" },
  euros: { fr: "Part, en euros", en: "Share, in euros" },
  propose: { fr: "Proposer l’avenant", en: "Propose the amendment" },
  none: {
    fr: "Tout est déjà demandé, versé ou annulé : plus rien ne peut changer.",
    en: "Everything was asked for, paid or cancelled already: nothing may change any more.",
  },
  sign: { fr: "Signer l’avenant", en: "Sign the amendment" },
  withdraw: { fr: "Retirer l’avenant", en: "Withdraw the amendment" },
  proposedOn: { fr: "Proposé le", en: "Proposed on" },
} as const satisfies Record<string, Text>;

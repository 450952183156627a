import { AppError, type FieldError } from "../errors.ts";

export const FILES = {
  file: { fr: "Fichier", en: "File" },
  hint: {
    fr: "PDF, photo JPEG ou PNG, tableau ou texte (ODS, ODT, XLSX, DOCX) ou CSV. 10 Mo au plus par fichier.",
    en: "PDF, JPEG or PNG picture, sheet or text (ODS, ODT, XLSX, DOCX) or CSV. At most 10 MB a file.",
  },
  size: { fr: "Taille", en: "Size" },
  fingerprint: { fr: "Empreinte SHA-256", en: "SHA-256 fingerprint" },
} as const;

export const fileMissing: FieldError = {
  field: "file",
  message: { fr: "Choisissez un fichier.", en: "Choose a file." },
};

export const fileTooLarge: FieldError = {
  field: "file",
  message: { fr: "Ce fichier dépasse 10 Mo.", en: "This file is larger than 10 MB." },
};

export const fileTypeRefused: FieldError = {
  field: "file",
  message: {
    fr: "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG, ni un ODS, ODT, XLSX (sans macro), DOCX ou CSV.",
    en: "This file is no PDF, JPEG or PNG picture, ODS, ODT, XLSX (without macros), DOCX or CSV.",
  },
};

/** What is kept is no longer what was sent: it is not handed out. */
export const fileDamaged = (): AppError =>
  new AppError("file-damaged", 503, {
    fr: "Ce fichier est endommagé. L’équipe du fonds est prévenue.",
    en: "This file is damaged. The fund’s team has been told.",
  });

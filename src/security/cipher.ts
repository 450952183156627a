import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts what must be read again (IBANs, payment files) and fingerprints what must only be compared. */
export type Cipher = {
  encrypt(plain: string): string;
  decrypt(sealed: string): string;
  /** Keyed hash: equal for equal input, useless without the key. */
  fingerprint(value: string): string;
};

const VERSION = "v1";

/** AES-256-GCM and HMAC-SHA-256 under two keys derived from one secret of at least 32 characters. */
export function createCipher(secret: string): Cipher {
  if (secret.length < 32) throw new RangeError("the data secret needs at least 32 characters");
  const derive = (purpose: string) => Buffer.from(hkdfSync("sha256", secret, "solidarity-fund", purpose, 32));
  const encryptionKey = derive("encrypt");
  const fingerprintKey = derive("fingerprint");
  return {
    encrypt(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", encryptionKey, nonce);
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return [
        VERSION,
        nonce.toString("base64url"),
        cipher.getAuthTag().toString("base64url"),
        body.toString("base64url"),
      ].join(".");
    },
    decrypt(sealed) {
      const [version, nonce, tag, body] = sealed.split(".");
      if (version !== VERSION || nonce === undefined || tag === undefined || body === undefined) {
        throw new TypeError("not a sealed value");
      }
      const decipher = createDecipheriv("aes-256-gcm", encryptionKey, Buffer.from(nonce, "base64url"));
      decipher.setAuthTag(Buffer.from(tag, "base64url"));
      return Buffer.concat([decipher.update(Buffer.from(body, "base64url")), decipher.final()]).toString("utf8");
    },
    fingerprint: (value) => createHmac("sha256", fingerprintKey).update(value).digest("hex"),
  };
}

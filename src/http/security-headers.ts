import helmet from "helmet";

const YEAR_SECONDS = 31_536_000;

/** Scripts, styles and images from here only (one small script, for comfort), forms to us and to the payment page. */
export const securityHeaders = (options: { readonly production: boolean; readonly formOrigins: readonly string[] }) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        // Browsers hold a form's redirects to this list too: a gift's form ends on the payment page.
        "form-action": ["'self'", ...options.formOrigins],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
      },
    },
    strictTransportSecurity: options.production ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
    // "no-referrer" would make browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: "same-origin" },
    crossOriginEmbedderPolicy: false,
  });

/** Of what may stand inside a page of another site: a card with nothing to fill in. */
export const FRAMED_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors *";

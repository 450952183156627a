import helmet from "helmet";

const YEAR_SECONDS = 31_536_000;

/** No script at all, styles and images from here, forms to us and to the payment page. */
export const securityHeaders = (options: { readonly production: boolean; readonly formOrigins: readonly string[] }) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        "default-src": ["'none'"],
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
